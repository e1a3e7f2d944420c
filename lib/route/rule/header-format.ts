/**
 * Why Envoy refuses a header value; undefined if it takes it. A `%` starts a command such as `%REQ(x)%`, unless it is
 * written twice. Source: Envoy `SubstitutionFormatParser`.
 */
export function headerValueProblem(value: string): string | undefined {
  if (/[\0\r\n]/.test(value)) return 'it breaks the line';
  if (Buffer.byteLength(value) > longest) return `it is longer than ${longest} bytes`;
  for (let at = value.indexOf('%'); at >= 0; at = value.indexOf('%', at)) {
    if (value[at + 1] === '%') {
      at += 2;
      continue;
    }
    command.lastIndex = at;
    const found = command.exec(value);
    if (!found) return `no command stands at \`${value.slice(at)}\`; a plain percent sign is written \`%%\``;
    const [whole, name = ''] = found;
    if (!commands.has(name)) return `\`${name}\` is no command of Envoy`;
    const parameter = /^%[A-Z0-9_]+\(([^)]*)\)/.exec(whole)?.[1];
    if (needParameter.has(name) && !parameter) return `\`${name}\` needs a parameter`;
    if (!needParameter.has(name) && !mayHaveParameter.test(name) && parameter !== undefined) return `\`${name}\` takes no parameter`;
    at += whole.length;
  }
  return undefined;
}

/** The first command of a value that Envoy fills in with what only it knows, such as a time or an address. */
export function unknownCommand(value: string): string | undefined {
  const found = value.match(/%%|%[A-Z0-9_]+(?:\([^)]*\))?(?::[0-9]+)?%/g) ?? [];
  return found.find((each) => each !== '%%' && !/^%(?:REQ\(|PROTOCOL%)/.test(each));
}

/** The value with the port that the proxy took the connection on, for `%DOWNSTREAM_LOCAL_PORT%`. */
export function withLocalPort(value: string, port: number): string {
  return value.replace(/%%|%DOWNSTREAM_LOCAL_PORT%/g, (found) => (found === '%%' ? found : String(port)));
}

const longest = 16_384;
const needParameter: ReadonlySet<string> = new Set(
  'REQ RESP TRAILER DYNAMIC_METADATA CLUSTER_METADATA UPSTREAM_METADATA METADATA FILTER_STATE ENVIRONMENT QUERY_PARAM'.split(' '),
);
/** Times, paths, durations and whatever may be told in several forms. */
const mayHaveParameter = /TIME|CERT_V_|DURATION|STATUS|DETAILS|FLAGS|SERVER_NAME|QUERY_PARAMS|PATH|COALESCE|REMOTE_ADDRESS|LOCAL_ADDRESS/;
const command = /%([A-Z0-9_]+)(?:\([^)]*\))?(?::[0-9]+)?%/y;

/** Commands without a filter of their own. Source: Envoy's access log documentation. */
const commands: ReadonlySet<string> = new Set(
  (
    'REQ RESP TRAILER START_TIME START_TIME_LOCAL EMIT_TIME REQUEST_HEADERS_BYTES BYTES_RECEIVED BYTES_RETRANSMITTED PACKETS_RETRANSMITTED ' +
    'PROTOCOL UPSTREAM_PROTOCOL RESPONSE_CODE RESPONSE_CODE_DETAILS CONNECTION_TERMINATION_DETAILS RESPONSE_HEADERS_BYTES ' +
    'RESPONSE_TRAILERS_BYTES BYTES_SENT UPSTREAM_REQUEST_ATTEMPT_COUNT UPSTREAM_WIRE_BYTES_SENT UPSTREAM_WIRE_BYTES_RECEIVED ' +
    'UPSTREAM_HEADER_BYTES_SENT UPSTREAM_HEADER_BYTES_RECEIVED DOWNSTREAM_WIRE_BYTES_SENT DOWNSTREAM_WIRE_BYTES_RECEIVED ' +
    'DOWNSTREAM_HEADER_BYTES_SENT DOWNSTREAM_HEADER_BYTES_RECEIVED DURATION COMMON_DURATION CUSTOM_FLAGS REQUEST_DURATION REQUEST_TX_DURATION ' +
    'RESPONSE_DURATION RESPONSE_TX_DURATION DOWNSTREAM_HANDSHAKE_DURATION ROUNDTRIP_DURATION RESPONSE_FLAGS RESPONSE_FLAGS_LONG ' +
    'UPSTREAM_HOST UPSTREAM_HOST_NAME UPSTREAM_HOST_NAME_WITHOUT_PORT UPSTREAM_CLUSTER UPSTREAM_CLUSTER_RAW UPSTREAM_LOCAL_ADDRESS ' +
    'UPSTREAM_LOCAL_ADDRESS_WITHOUT_PORT UPSTREAM_LOCAL_PORT UPSTREAM_REMOTE_ADDRESS UPSTREAM_REMOTE_ADDRESS_WITHOUT_PORT ' +
    'UPSTREAM_REMOTE_PORT UPSTREAM_TRANSPORT_FAILURE_REASON UPSTREAM_CONNECTION_ID UPSTREAM_TLS_CIPHER UPSTREAM_TLS_VERSION ' +
    'UPSTREAM_TLS_SESSION_ID UPSTREAM_PEER_ISSUER UPSTREAM_PEER_CERT UPSTREAM_PEER_SUBJECT UPSTREAM_PEER_URI_SAN UPSTREAM_PEER_DNS_SAN ' +
    'UPSTREAM_PEER_IP_SAN UPSTREAM_PEER_CERT_V_START UPSTREAM_PEER_CERT_V_END UPSTREAM_LOCAL_URI_SAN UPSTREAM_LOCAL_DNS_SAN ' +
    'UPSTREAM_LOCAL_IP_SAN UPSTREAM_LOCAL_SUBJECT DOWNSTREAM_REMOTE_ADDRESS DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT DOWNSTREAM_REMOTE_PORT ' +
    'DOWNSTREAM_DIRECT_REMOTE_ADDRESS DOWNSTREAM_DIRECT_REMOTE_ADDRESS_WITHOUT_PORT DOWNSTREAM_DIRECT_REMOTE_PORT DOWNSTREAM_LOCAL_ADDRESS ' +
    'DOWNSTREAM_LOCAL_ADDRESS_WITHOUT_PORT DOWNSTREAM_LOCAL_PORT DOWNSTREAM_LOCAL_URI_SAN DOWNSTREAM_LOCAL_DNS_SAN DOWNSTREAM_LOCAL_IP_SAN ' +
    'DOWNSTREAM_LOCAL_SUBJECT DOWNSTREAM_PEER_URI_SAN DOWNSTREAM_PEER_DNS_SAN DOWNSTREAM_PEER_IP_SAN DOWNSTREAM_PEER_EMAIL_SAN ' +
    'DOWNSTREAM_PEER_OTHERNAME_SAN DOWNSTREAM_PEER_SUBJECT DOWNSTREAM_PEER_ISSUER DOWNSTREAM_PEER_SERIAL DOWNSTREAM_PEER_FINGERPRINT_1 ' +
    'DOWNSTREAM_PEER_FINGERPRINT_256 DOWNSTREAM_PEER_CERT DOWNSTREAM_PEER_CERT_V_START DOWNSTREAM_PEER_CERT_V_END DOWNSTREAM_TLS_SESSION_ID ' +
    'DOWNSTREAM_TLS_CIPHER DOWNSTREAM_TLS_VERSION DOWNSTREAM_TRANSPORT_FAILURE_REASON DOWNSTREAM_DETECTED_CLOSE_TYPE CONNECTION_ID STREAM_ID ' +
    'GRPC_STATUS GRPC_STATUS_NUMBER REQUESTED_SERVER_NAME ROUTE_NAME VIRTUAL_CLUSTER_NAME TLS_JA3_FINGERPRINT TLS_JA4_FINGERPRINT UNIQUE_ID ' +
    'TRACE_ID QUERY_PARAM QUERY_PARAMS PATH HOSTNAME ENVIRONMENT DYNAMIC_METADATA CLUSTER_METADATA UPSTREAM_METADATA FILTER_STATE ' +
    'UPSTREAM_FILTER_STATE FILTER_CHAIN_NAME ACCESS_LOG_TYPE METADATA COALESCE LOCAL_REPLY_BODY'
  ).split(' '),
);
