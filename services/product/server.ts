import { page } from '../http/page';
import { run } from '../http/run';

run({ name: 'Product', routes: { '/': page('Home'), '/latest': page('Latest') } });
