import { check } from '../check/run';
import { parseManifests } from '../manifest/parse-manifests';
import { renderGithub } from './github';
import { jsonReport, renderJson } from './json';
import { renderPretty } from './pretty';
import { renderSarif } from './sarif';

const yaml = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: { name: shop, namespace: demo }
spec:
  hosts: [shop.example.com]
  gateways: [ingresgateway]
  http: [{ route: [{ destination: { host: shop } }] }]
---
apiVersion: networking.istio.io/v1
kind: Gateway
metadata: { name: ingressgateway, namespace: demo }
spec:
  selector: { istio: ingressgateway }
  servers: [{ port: { number: 80, name: http, protocol: HTTP }, hosts: [shop.example.com] }]
---
apiVersion: v1
kind: Service
metadata: { name: shop, namespace: demo }
spec: { ports: [{ port: 80 }] }
---
a: [
`;
const reading = parseManifests(yaml, 'dist/a, b.yaml');
const report = { findings: check(reading), objects: reading.manifests.length };

test('pretty: what, where, frame, why, fix; one cause once; a footer that counts', () => {
  expect(renderPretty(report)).toMatchSnapshot();
  expect(renderPretty({ findings: [], objects: 1 })).toBe('no findings in 1 object\n');
});

test('pretty: a long line is cut to what stands around the place', () => {
  const long = parseManifests(
    `{"apiVersion":"v1","kind":"Service","metadata":{"name":"a","annotations":{"x":"${'y'.repeat(500)}"}},"spec":{"ports":[{"port":80}]}}`,
    'a.json',
  );
  const lines = renderPretty({ findings: check(long), objects: 1 }).split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(180);
  expect(lines.find((line) => line.includes('^'))?.indexOf('^')).toBe(lines.find((line) => line.includes('"port":80'))?.indexOf('80}'));
});

test('json: the same fields for every finding', () => {
  const { findings, summary } = jsonReport(report);
  const keys = ['code', 'level', 'rule', 'object', 'path', 'file', 'line', 'column', 'message', 'why', 'fix'];
  for (const finding of findings) expect(Object.keys(finding)).toEqual(keys);
  expect(summary).toEqual({ errors: 2, warnings: 1, infos: 1, objects: 3 });
  expect(JSON.parse(renderJson(report))).toEqual({ findings, summary });
  expect(findings[1]).toMatchObject({
    code: 'IST0101',
    path: 'spec.gateways[0]',
    line: 6,
    column: 14,
    object: { kind: 'VirtualService', namespace: 'demo', name: 'shop' },
  });
});

test('github: an annotation a line, with what would end a property or the line escaped', () => {
  const lines = renderGithub(report).trimEnd().split('\n');
  expect(lines).toHaveLength(report.findings.length);
  expect(lines[1]).toMatch(
    /^::error file=dist\/a%2C b\.yaml,line=6,col=14,title=IST0101 unknown-gateway::no gateway is named `demo\/ingresgateway`%0Awhy: .*%0Afix: /,
  );
  expect(lines.some((line) => line.startsWith('::notice '))).toBe(true);
});

test('sarif: every result has a rule of the log, a level and a place', () => {
  const log = JSON.parse(renderSarif(report));
  const [run] = log.runs;
  expect(log.version).toBe('2.1.0');
  const ids = run.tool.driver.rules.map(({ id }: { id: string }) => id);
  for (const { ruleId, level, message, locations } of run.results) {
    expect(ids).toContain(ruleId);
    expect(['error', 'warning', 'note']).toContain(level);
    expect(message.text).not.toBe('');
    expect(locations[0].physicalLocation.artifactLocation.uri).toBe('dist/a%2C%20b.yaml');
    expect(locations[0].physicalLocation.region.startLine).toBeGreaterThan(0);
  }
  for (const { shortDescription, fullDescription, help } of run.tool.driver.rules) {
    for (const { text } of [shortDescription, fullDescription, help]) expect(text).not.toBe('');
  }
});
