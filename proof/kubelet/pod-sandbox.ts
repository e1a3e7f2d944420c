import { readlinkSync } from 'node:fs';
import { Process } from '../process';
import { run } from '../run';
import { planeAddress, podNetwork } from '../sandbox';
import { until } from '../until';

let addresses = 10;

/**
 * The namespaces that a pod's containers share, held by a program that does nothing: an address on the bridge of its own,
 * and a host name. When that program ends, so do the namespaces.
 */
export class PodSandbox {
  private constructor(
    readonly ip: string,
    private readonly pause: Process,
  ) {}

  /** @param hostName what `hostname` says inside, for a pod its name */
  static async create(hostName: string, logs: string): Promise<PodSandbox> {
    const number = ++addresses;
    const ip = `${podNetwork.prefix}${number >> 8}.${number & 255}`;
    const pause = new Process({ name: `pause-${hostName}`, command: 'unshare', args: ['--net', '--uts', 'sleep', 'infinity'], logs });
    const sandbox = new PodSandbox(ip, pause);
    const own = readlinkSync('/proc/self/ns/uts');
    await until(`${hostName} has namespaces`, () => readlinkSync(`/proc/${pause.pid}/ns/uts`) !== own, { every: 0.005, running: [pause] });
    const inside = [
      `hostname '${hostName}'`,
      'echo 0 > /proc/sys/net/ipv4/ip_unprivileged_port_start',
      'ip link set lo up',
      `ip addr add ${ip}/${podNetwork.length} dev eth0`,
      'ip link set eth0 up',
      `ip route add default via ${planeAddress}`,
    ];
    await run('sh', [
      '-ec',
      [
        `ip link add veth${number} type veth peer name eth0 netns ${pause.pid}`,
        `ip link set veth${number} master ${podNetwork.bridge} up`,
        `nsenter --target ${pause.pid} --net --uts sh -ec "${inside.join('; ')}"`,
      ].join('\n'),
    ]);
    return sandbox;
  }

  /** Words to put before a command so that it runs in here. */
  get enter(): readonly string[] {
    return ['nsenter', '--target', String(this.pause.pid), '--net', '--uts', '--'];
  }

  async remove(): Promise<void> {
    this.pause.signal('SIGKILL');
    await this.pause.ended;
  }
}
