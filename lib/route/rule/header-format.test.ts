import { headerValueProblem, unknownCommand, withLocalPort } from './header-format';

test.each([
  ['plain', undefined],
  ['100 %% sure', undefined],
  ['%%START_TIME%%', undefined],
  ['%REQ(:path)%', undefined],
  ['%REQ(x-a?x-b):10%', undefined],
  ['%PROTOCOL%', undefined],
  ['at %START_TIME(%s)%', '%START_TIME(%s)%'],
  ['%REQ(x)% %DOWNSTREAM_REMOTE_ADDRESS%', '%DOWNSTREAM_REMOTE_ADDRESS%'],
])('the value `%s` holds what only Envoy knows: %s', (value, command) => {
  expect(unknownCommand(value)).toBe(command);
});

test.each([
  ['%DOWNSTREAM_LOCAL_PORT%', '8080'],
  ['at :%DOWNSTREAM_LOCAL_PORT%', 'at :8080'],
  ['%%DOWNSTREAM_LOCAL_PORT%%', '%%DOWNSTREAM_LOCAL_PORT%%'],
  ['%DOWNSTREAM_LOCAL_ADDRESS%', '%DOWNSTREAM_LOCAL_ADDRESS%'],
])('the value `%s` says `%s` at port 8080', (value, expected) => {
  expect(withLocalPort(value, 8080)).toBe(expected);
});

// [a header value, why Envoy rejects it]
test.each([
  ['', undefined],
  ['plain', undefined],
  ['50%%', undefined],
  ['%%START%%', undefined],
  ['%REQ(a)%', undefined],
  ['%REQ(a?b):3% and %PROTOCOL%', undefined],
  ['%START_TIME(%s)%', undefined],
  ['a\nb', 'it breaks the line'],
  ['a\rb', 'it breaks the line'],
  ['a\0b', 'it breaks the line'],
  ['a'.repeat(16_384), undefined],
  ['a'.repeat(16_385), 'it is longer than 16384 bytes'],
  ['ä'.repeat(8_193), 'it is longer than 16384 bytes'],
  ['50%', 'no command stands at `%`; a plain percent sign is written `%%`'],
  ['50% off', 'no command stands at `% off`; a plain percent sign is written `%%`'],
  ['%%%', 'no command stands at `%`; a plain percent sign is written `%%`'],
  ['%PROTOCOL% %', 'no command stands at `%`; a plain percent sign is written `%%`'],
  ['%REQ(a)', 'no command stands at `%REQ(a)`; a plain percent sign is written `%%`'],
  ['%req(a)%', 'no command stands at `%req(a)%`; a plain percent sign is written `%%`'],
  ['%OWN%', '`OWN` is no command of Envoy'],
  ['a %PROTOCOL% %OWN(x)%', '`OWN` is no command of Envoy'],
  ['%PROTOCOL(x)%', '`PROTOCOL` takes no parameter'],
  ['%PROTOCOL()%', '`PROTOCOL` takes no parameter'],
  ...[
    'REQ',
    'RESP',
    'TRAILER',
    'DYNAMIC_METADATA',
    'CLUSTER_METADATA',
    'UPSTREAM_METADATA',
    'METADATA',
    'FILTER_STATE',
    'ENVIRONMENT',
    'QUERY_PARAM',
  ].flatMap((name) => [
    [`%${name}%`, `\`${name}\` needs a parameter`],
    [`%${name}()%`, `\`${name}\` needs a parameter`],
    [`%${name}(a)%`, undefined],
  ]),
  ...(
    'EMIT_TIME UPSTREAM_PEER_CERT_V_START REQUEST_DURATION GRPC_STATUS RESPONSE_CODE_DETAILS RESPONSE_FLAGS REQUESTED_SERVER_NAME QUERY_PARAMS PATH ' +
    'COALESCE DOWNSTREAM_REMOTE_ADDRESS UPSTREAM_LOCAL_ADDRESS'
  )
    .split(' ')
    .map((name) => [`%${name}(a)%`, undefined]),
  ...(
    'PROTOCOL BYTES_SENT BYTES_RECEIVED UPSTREAM_HEADER_BYTES_SENT DOWNSTREAM_HEADER_BYTES_SENT RESPONSE_TX_DURATION UPSTREAM_HOST UPSTREAM_LOCAL_PORT ' +
    'UPSTREAM_REMOTE_PORT UPSTREAM_TLS_SESSION_ID UPSTREAM_PEER_IP_SAN UPSTREAM_LOCAL_SUBJECT DOWNSTREAM_DIRECT_REMOTE_PORT DOWNSTREAM_LOCAL_PORT ' +
    'DOWNSTREAM_PEER_URI_SAN DOWNSTREAM_PEER_ISSUER DOWNSTREAM_PEER_CERT CONNECTION_ID ROUTE_NAME HOSTNAME FILTER_CHAIN_NAME'
  )
    .split(' ')
    .map((name) => [`%${name}%`, undefined]),
])('the header value `%.40s`: %s', (value, problem) => {
  expect(headerValueProblem(value ?? '')).toBe(problem);
});
