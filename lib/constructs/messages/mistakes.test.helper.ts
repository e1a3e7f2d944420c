import { Chart } from 'cdk8s';
import { MeshApp } from '../../app';
import { Gateway } from '../gateway';
import { Microservice } from '../microservice';
import type { MicroserviceProps } from '../microservice-props';
import { Server } from '../server';
import { VirtualService, type VirtualServiceProps } from '../virtual-service';

/** What is declared in a chart `shop` of the namespace `shop`, by what is wrong with it. */
export type Mistakes = Readonly<Record<string, (chart: Chart) => unknown>>;

/** How each thing is declared in as few words as it can be, by its name; and in some more. */
export type Makers = Readonly<Record<string, (chart: Chart, id: string, more?: object) => unknown>>;

export const hosts = ['shop.example.com'];
export const elsewhere = Microservice.fromHost('reviews.prod.svc.cluster.local', { port: 9080, versions: ['v1', 'v2'] });

export function microservice(chart: Chart, props: Partial<MicroserviceProps> = {}, id = 'user'): Microservice {
  return new Microservice(chart, id, { image: `${id}:v1`, port: 8000, ...props });
}

export function versioned(chart: Chart): Microservice<'v1' | 'v2'> {
  return new Microservice(chart, 'user', { image: 'user', port: 8000, versions: { v1: {}, v2: {} } });
}

export function gateway(chart: Chart): Gateway {
  return new Gateway(chart, 'edge', { servers: [Server.http({ hosts })] });
}

export function site(chart: Chart, props: Partial<VirtualServiceProps>): VirtualService {
  return new VirtualService(chart, 'site', { hosts, ...props });
}

/** A chart that names no namespace. */
export function nowhere(): Chart {
  return new Chart(new MeshApp({ outdir: 'never-written' }), 'shop');
}
