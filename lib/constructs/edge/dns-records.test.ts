import { declared, refusal, specOf } from '../declared.test.helper';
import { DnsRecords } from './dns-records';

const hosts = ['shop.example.com', '*.shop.example.com'];
const records = (targets: string[]) =>
  specOf(
    declared((chart) => void new DnsRecords(chart, 'dns', { hosts, targets })),
    'DNSEndpoint',
  );

test('addresses make A and AAAA records', () => {
  expect(records(['203.0.113.7', '2001:db8::7', '203.0.113.8'])).toEqual({
    endpoints: hosts.flatMap((dnsName) => [
      { dnsName, recordType: 'A', recordTTL: 300, targets: ['203.0.113.7', '203.0.113.8'] },
      { dnsName, recordType: 'AAAA', recordTTL: 300, targets: ['2001:db8::7'] },
    ]),
  });
});

test('a name makes CNAME records', () => {
  expect(records(['lb.cloud.example'])).toMatchObject({ endpoints: [{ recordType: 'CNAME', targets: ['lb.cloud.example'] }, {}] });
});

test.each([
  ['NoTarget', { targets: [] }],
  ['TargetForm', { targets: ['lb.cloud.example', '203.0.113.7'] }],
  ['TargetForm', { targets: ['*.cloud.example'] }],
  ['HostForm', { targets: ['https://lb'] }],
  ['EveryHost', { hosts: ['*'] }],
  ['CountRange', { ttl: -1 }],
])('%s is refused: %j', (errorName, props) => {
  const given = { hosts, targets: ['203.0.113.7'], ...props };
  expect(refusal((chart) => new DnsRecords(chart, 'dns', given))).toMatchObject({ errorName });
});
