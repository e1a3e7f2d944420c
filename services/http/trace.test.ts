import { traceHeaders, traceId } from './trace';

const w3c = '0af7651916cd43dd8448eb211c80319c';
const b3 = '80f198ee56343ba864fe8b2a57d3eff7';

// [headers, trace id]
test.each([
  [{ traceparent: `00-${w3c}-b7ad6b7169203331-01` }, w3c],
  [{ traceparent: `01-${w3c}-b7ad6b7169203331-01-what-a-later-version-adds` }, w3c],
  [{ traceparent: `00-${w3c}-b7ad6b7169203331-01`, 'x-b3-traceid': b3 }, w3c],
  [{ traceparent: `00-${'0'.repeat(32)}-b7ad6b7169203331-01`, 'x-b3-traceid': b3 }, b3],
  [{ traceparent: 'nonsense', b3: `${b3}-e457b5a2e4d86bd1-1` }, b3],
  [{ 'x-b3-traceid': b3 }, b3],
  [{ 'x-b3-traceid': b3.slice(16) }, b3.slice(16)],
  [{ 'x-b3-traceid': '0'.repeat(16) }, undefined],
  [{ b3: '0' }, undefined],
  [{}, undefined],
])('%j belongs to trace %s', (headers, id) => {
  expect(traceId(headers)).toBe(id);
});

test('the headers to copy are those of a trace, however it is written', () => {
  const trace = {
    'x-request-id': 'r-1',
    traceparent: `00-${w3c}-b7ad6b7169203331-01`,
    tracestate: 'vendor=1',
    b3: '1',
    'x-b3-traceid': b3,
    'x-b3-spanid': 'e457b5a2e4d86bd1',
    'x-b3-parentspanid': '05e3ac9a4f6e3b90',
    'x-b3-sampled': '1',
    'x-b3-flags': '1',
  };
  expect(traceHeaders({ ...trace, host: 'user', cookie: 'c=1', authorization: 'Bearer t' })).toEqual(trace);
});
