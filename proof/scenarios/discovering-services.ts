import type { RequestRow } from '../requests/row';
import { type Scenario, tryTable } from './scenario';

const site = 'microservice.retailvoice.xyz';

const fromUser = (path: string, page: string) => ({ body: { app: 'User', title: `User ${page} Page`, path } });
const fromProduct = (path: string, page: string) => ({ body: { app: 'Product', title: `Product ${page} Page`, path } });
/** A pod would have answered with a body. */
const fromGateway = { status: 404, body: '' };

/** The article's table for part 1. */
export const rows: readonly RequestRow[] = [
  { url: `http://user.${site}/`, expect: fromUser('/', 'Home') },
  { url: `http://user.${site}/about`, expect: fromUser('/about', 'About') },
  { url: `http://product.${site}/`, expect: fromProduct('/', 'Home') },
  { url: `http://product.${site}/latest`, expect: fromProduct('/latest', 'Latest') },
  { url: `http://${site}/user`, expect: fromUser('/', 'Home') },
  { url: `http://${site}/user/`, expect: fromUser('/', 'Home') },
  { url: `http://${site}/user/about`, expect: fromUser('/about', 'About') },
  { url: `http://${site}/product`, expect: fromProduct('/', 'Home') },
  { url: `http://${site}/product/latest`, expect: fromProduct('/latest', 'Latest') },
  { url: `http://${site}/`, expect: fromGateway },
  { url: `http://${site}/userfoo`, expect: fromGateway },
  { url: `http://${site}/productive`, expect: fromGateway },
  { url: `http://user.${site}/nowhere`, expect: { status: 404, body: { app: 'User', path: '/nowhere' } } },
  { url: 'http://retailvoice.xyz/user', expect: fromGateway },
  { url: 'http://other.example/', expect: fromGateway },
];

export const discoveringServices: Scenario = {
  name: 'discovering-services',
  title: 'Part 1: two services behind one gateway',
  run: (bench, results) => tryTable(rows, bench, results),
};
