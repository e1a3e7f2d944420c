import { isAddress } from '../istio/hosts';
import { type DnsRecord, dnsRecords } from '../mesh/gateways/dns-records';
import { Mesh } from '../mesh/mesh';
import { visible } from '../visible';
import { addInputOptions, type InputOptions, pathsHelp, readInput } from './manifest-input';
import { CannotRun, type Io, type Verb } from './verb';
import { warnOfUnread } from './warnings';

interface Options extends InputOptions {
  readonly address: string[];
  readonly json: boolean;
}

const collect = (value: string, all: string[]): string[] => [...all, value];

/** `mesh hosts`: the DNS records to create by hand. */
export const hostsVerb: Verb = {
  configure(command) {
    addInputOptions(command)
      .argument('<paths...>', pathsHelp)
      .option(
        '--address <address>',
        "the load balancer's IP address or name, in place of what the set says; may be given again",
        collect,
        [],
      )
      .option('--json', 'answer in JSON', false);
  },
  run(command, io) {
    const options = command.opts<Options>();
    const { address, json } = options;
    checkAddresses(address);
    const { manifests, problems } = readInput(command.args, options, io);
    warnOfUnread(problems, io);
    const { mesh } = Mesh.load(manifests, { assumeIngressGateway: false, clusterDomain: options.clusterDomain });
    if (mesh.gateways.all.length === 0)
      throw new CannotRun(`there is no Gateway in ${command.args.map((path) => `\`${path}\``).join(', ')}`);
    const records = dnsRecords(mesh, address);
    if (json) io.out(`${JSON.stringify(records, null, 2)}\n`);
    else print(records, io);
    return records.some(({ problem }) => problem !== undefined) ? 1 : 0;
  },
};

function checkAddresses(addresses: readonly string[]): void {
  const odd = addresses.find(
    (address) => !isAddress(address) && !/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)+\.?$/i.test(address),
  );
  if (odd !== undefined) throw new CannotRun(`an address is an IP address or a DNS name, got \`${odd}\``, '--address 203.0.113.7');
  const isAlias = addresses.some((address) => !isAddress(address));
  if (isAlias && addresses.length > 1) throw new CannotRun('a host that is an alias (CNAME) of one name has no other record');
}

/** What stands in for an address that is not known, and how to learn it, goes to those who read, not to those who parse. */
function print(records: readonly DnsRecord[], io: Io): void {
  const rows = records.map(({ host, type, value, service, problem }) => {
    if (problem !== undefined) return [host, '-', problem].map(visible);
    return [host, type ?? 'A or CNAME', value ?? `address of ${service}`].map(visible);
  });
  const widths = [0, 1].map((column) => Math.max(0, ...rows.map((row) => row[column]?.length ?? 0)));
  for (const [host = '', type = '', value] of rows) io.out(`${host.padEnd(widths[0] ?? 0)}  ${type.padEnd(widths[1] ?? 0)}  ${value}\n`);
  const unknown = new Set(records.flatMap(({ value, service, problem }) => (value === undefined && !problem && service ? [service] : [])));
  for (const service of unknown) {
    const [namespace, name] = service.split('/');
    io.err(`the address: kubectl -n ${namespace} get svc ${name} -o jsonpath='{.status.loadBalancer.ingress[0]}'\n`);
  }
}
