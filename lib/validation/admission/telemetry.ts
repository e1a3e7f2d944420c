import type { Metrics, MetricsOverrides, ProviderRef, Telemetry, Tracing, Tracing_CustomTag } from '../../../imports/protobuf/telemetry';
import { celTextProblem, celTreeProblem } from '../values/cel-limits';
import { quote } from '../values/describe';
import type { Field } from '../violation';
import { checkTargets } from './selectors';

/** What istiod's webhook asks of a Telemetry. Source: `ValidateTelemetry` of `pkg/config/validation`. */
export function checkTelemetry(telemetry: Telemetry, at: Field): void {
  const { metrics = [], tracing = [], accessLogging = [] } = telemetry;
  checkTargets(telemetry, at);
  for (const [index, each] of metrics.entries()) checkMetrics(each, at.at('metrics', index));
  if (tracing.length > 1) at.at('tracing').warning('more than one tracing is not supported', { why: 'only one is used' });
  for (const [index, each] of tracing.entries()) checkTracing(each, at.at('tracing', index));
  for (const [index, { filter, providers }] of accessLogging.entries()) {
    const place = at.at('accessLogging', index);
    if (filter !== undefined) checkExpression(filter.expression ?? '', place.at('filter', 'expression'));
    checkProviders(providers, place.at('providers'));
  }
}

function checkProviders(providers: readonly ProviderRef[] | undefined, at: Field): void {
  for (const [index, { name }] of (providers ?? []).entries()) if (!name) at.at(index, 'name').error('the provider has no name');
}

function checkExpression(expression: string, at: Field): void {
  const problem = celTextProblem(expression) ?? treeProblem(expression);
  if (problem !== undefined) at.error(`${quote(expression)} is not a CEL expression${problem && `: ${problem}`}`);
}

/** Why an expression is none; empty when it cannot be parsed at all. */
function treeProblem(expression: string): string | undefined {
  const { parse }: typeof import('@bufbuild/cel') = require('@bufbuild/cel');
  try {
    return celTreeProblem(parse(expression).expr);
  } catch {
    return '';
  }
}

function checkTracing({ providers = [], randomSamplingPercentage: sampling = 0, customTags = {} }: Tracing, at: Field): void {
  if (providers.length > 1) at.at('providers').warning('more than one provider of tracing is not supported', { why: 'only one is used' });
  checkProviders(providers, at.at('providers'));
  if (sampling < 0 || sampling > 100) at.at('randomSamplingPercentage').error(`\`${sampling}\` is not a percentage from 0 to 100`);
  for (const [name, tag] of Object.entries(customTags)) checkTag(name, tag, at.at('customTags', name));
}

function checkTag(name: string, { literal, header, environment }: Tracing_CustomTag, at: Field): void {
  if (name === '') at.error('the tag has no name');
  if (literal && !literal.value) at.at('literal', 'value').error('the value of the tag is empty');
  if (header && !header.name) at.at('header', 'name').error('the header has no name');
  if (environment && !environment.name) at.at('environment', 'name').error('the environment variable has no name');
}

function checkMetrics({ providers, overrides = [] }: Metrics, at: Field): void {
  checkProviders(providers, at.at('providers'));
  for (const [index, override] of overrides.entries()) checkOverride(override, at.at('overrides', index));
}

function checkOverride({ tagOverrides = {}, match }: MetricsOverrides, at: Field): void {
  for (const [name, { operation = 'UPSERT', value = '' }] of Object.entries(tagOverrides)) {
    const place = at.at('tagOverrides', name);
    if (name === '') place.warning('the tag has no name');
    if (operation === 'UPSERT' && value === '') place.at('value').error('operation `UPSERT` needs a value');
    if (operation === 'REMOVE' && value !== '') place.at('value').error('operation `REMOVE` takes no value');
  }
  if (match?.customMetric === '') at.at('match', 'customMetric').error('the metric has no name');
}
