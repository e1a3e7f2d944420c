import { decoded } from './decoded';

const schema = {
  properties: {
    text: { type: 'string' },
    texts: { type: 'array', items: { type: 'string' } },
    objects: { type: 'array', items: { type: 'object' } },
    map: { type: 'object', additionalProperties: { type: 'string' } },
    numbers: { type: 'array', items: { type: 'integer' } },
    amounts: { additionalProperties: { $ref: 'resource.Quantity' } },
  },
} as const;

test.each([
  [{ text: null }, {}],
  [{ text: undefined, map: { a: undefined } }, { map: {} }],
  [{ texts: ['a', null] }, { texts: ['a', ''] }],
  [{ objects: [null, { a: null }] }, { objects: [{}, {}] }],
  [{ map: { a: null } }, { map: { a: '' } }],
  [{ numbers: [null] }, { numbers: [0] }],
  [{ amounts: { cpu: null } }, { amounts: { cpu: '0' } }],
])('%j is decoded as %j', (value, expected) => {
  expect(decoded(value, schema)).toEqual(expected);
});
