import { said } from './said.test.helper';

const port = { name: 'http', port: 80, targetPort: 8000 };
const service = (more: object) => ({ spec: { selector: { app: 'a' }, ports: [port], ...more } });

test.each<[string, object, string[]]>([
  ['right', service({}), []],
  ['an unknown field', service({ selectors: {} }), ['spec.selectors']],
  ['no port', service({ ports: [] }), ['spec.ports']],
  ['no port, and no address either', service({ ports: null, clusterIP: 'None' }), []],
  ['an unknown type', service({ type: 'Loadbalancer' }), ['spec.type']],
  ['a name elsewhere', { spec: { type: 'ExternalName', externalName: 'a.com.' } }, []],
  ['no name elsewhere', { spec: { type: 'ExternalName' } }, ['spec.externalName']],
  ['several ports without names', service({ ports: [{ port: 80 }, { port: 81 }] }), ['spec.ports.0.name', 'spec.ports.1.name']],
  [
    'a port',
    service({ ports: [{ port: 0, protocol: 'HTTP', targetPort: 'UPPER', appProtocol: 'a b', nodePort: 30000 }] }),
    ['spec.ports.0.port', 'spec.ports.0.protocol', 'spec.ports.0.targetPort', 'spec.ports.0.appProtocol', 'spec.ports.0.nodePort'],
  ],
  ['two ports of one name', service({ ports: [port, { ...port, port: 81 }] }), ['spec.ports.1.name']],
  ['two ports of one number', service({ ports: [port, { ...port, name: 'b' }] }), ['spec.ports.1']],
  ['two ports of one number for two protocols', service({ ports: [port, { ...port, name: 'b', protocol: 'UDP' }] }), []],
  ['labels', service({ selector: { 'a b': 'c' } }), ['spec.selector.a b']],
])('Service: %s', (_name, rest, expected) => {
  expect(said('Service', rest)).toEqual(expected);
});

const annotated = (annotations: object, more: object = {}) => ({ metadata: { name: 'a', annotations }, ...service(more) });
const balanced = (more: object) => service({ type: 'LoadBalancer', ...more });
const http = (nodePort: number, more: object = {}) => ({ ...port, nodePort, ...more });

test.each<[string, object, string[]]>([
  ['in the range', service({ type: 'NodePort', ports: [http(30080)] }), []],
  ['below the range', service({ type: 'NodePort', ports: [http(29999)] }), ['spec.ports.0.nodePort']],
  ['above the range', balanced({ ports: [http(32768)] }), ['spec.ports.0.nodePort']],
  [
    'twice',
    service({ type: 'NodePort', ports: [http(30080), http(30080, { name: 'b', port: 81 })] }),
    ['spec.ports.1.nodePort', 'spec.ports.1.nodePort'],
  ],
  ['for two protocols of one port', service({ type: 'NodePort', ports: [http(30080), http(30080, { name: 'b', protocol: 'UDP' })] }), []],
  [
    'for two protocols of two ports',
    service({ type: 'NodePort', ports: [http(30080), http(30080, { name: 'b', port: 81, protocol: 'UDP' })] }),
    ['spec.ports.1.nodePort'],
  ],
  ['for health checks', balanced({ externalTrafficPolicy: 'Local', healthCheckNodePort: 30081 }), []],
  ['for health checks out of range', balanced({ externalTrafficPolicy: 'Local', healthCheckNodePort: 80 }), ['spec.healthCheckNodePort']],
  [
    'for health checks and a port',
    balanced({ externalTrafficPolicy: 'Local', healthCheckNodePort: 30081, ports: [http(30081)] }),
    ['spec.healthCheckNodePort'],
  ],
  ['for health checks that nobody makes', balanced({ healthCheckNodePort: 30081 }), ['spec.healthCheckNodePort']],
])('node port: %s', (_name, rest, expected) => {
  expect(said('Service', rest)).toEqual(expected);
});

test.each<[string, object, string[]]>([
  ['its own', service({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1'] }), []],
  ['no address', service({ clusterIP: '10.0.0.256' }), ['spec.clusterIP']],
  ['headless behind node ports', service({ type: 'NodePort', clusterIP: 'None' }), ['spec.clusterIP']],
  ['of an alias', service({ type: 'ExternalName', externalName: 'a.com', clusterIP: '10.0.0.1' }), ['spec.clusterIP']],
  [
    'families of an alias',
    service({ type: 'ExternalName', externalName: 'a.com', ipFamilies: ['IPv4'], ipFamilyPolicy: 'SingleStack' }),
    ['spec.ipFamilies', 'spec.ipFamilyPolicy'],
  ],
  ['others in the list', service({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.2'] }), ['spec.clusterIPs']],
  ['only in the list', service({ clusterIPs: ['10.0.0.2'] }), ['spec.clusterIPs']],
  [
    'two of one family',
    service({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '10.0.0.2'], ipFamilyPolicy: 'PreferDualStack' }),
    ['spec.clusterIPs'],
  ],
  ['two without a policy', service({ clusterIP: '10.0.0.1', clusterIPs: ['10.0.0.1', '::1'] }), ['spec.ipFamilyPolicy']],
  ['three', service({ clusterIP: 'None', clusterIPs: ['None', '::1', '10.0.0.1'] }), ['spec.clusterIPs', 'spec.clusterIPs']],
  ['families', service({ ipFamilies: ['IPv4', 'IPv4'], ipFamilyPolicy: 'DualStack' }), ['spec.ipFamilyPolicy', 'spec.ipFamilies.1']],
  ['of another family', service({ clusterIP: '::1', ipFamilies: ['IPv4'] }), ['spec.ipFamilies.0']],
  ['headless in two families', service({ clusterIP: 'None', selector: {}, ipFamilies: ['IPv4', 'IPv6'] }), []],
  ['from outside', service({ externalIPs: ['1.2.3.4'], externalTrafficPolicy: 'Local' }), []],
  ['from nowhere', service({ externalIPs: ['127.0.0.1', 'a.com'] }), ['spec.externalIPs.0', 'spec.externalIPs.1']],
])('address: %s', (_name, rest, expected) => {
  expect(said('Service', rest)).toEqual(expected);
});

const ranges = 'service.beta.kubernetes.io/load-balancer-source-ranges';
const mode = 'service.kubernetes.io/topology-mode';

test.each<[string, object, string[]]>([
  [
    'a balancer',
    balanced({ loadBalancerClass: 'a/b', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: [' 10.0.0.0/8 '] }),
    [],
  ],
  [
    'none',
    service({ loadBalancerClass: 'a/b', allocateLoadBalancerNodePorts: false, loadBalancerSourceRanges: ['10.0.0.0/8'] }),
    ['spec.allocateLoadBalancerNodePorts', 'spec.loadBalancerClass', 'spec.loadBalancerSourceRanges'],
  ],
  ['a wrong class', balanced({ loadBalancerClass: 'a b' }), ['spec.loadBalancerClass']],
  ['a wrong range', balanced({ loadBalancerSourceRanges: ['10.0.0.0/33'] }), ['spec.loadBalancerSourceRanges.0']],
  ['ranges by annotation', annotated({ [ranges]: '10.0.0.0/8, 1.2.3.4/32' }, { type: 'LoadBalancer' }), []],
  ['a wrong range by annotation', annotated({ [ranges]: '10.0.0.0' }, { type: 'LoadBalancer' }), [`metadata.annotations.${ranges}`]],
  ['ranges for nothing', annotated({ [ranges]: '' }), [`metadata.annotations.${ranges}`]],
  ['two modes', annotated({ [mode]: 'Auto', 'service.kubernetes.io/topology-aware-hints': 'auto' }), [`metadata.annotations.${mode}`]],
  ['traffic', service({ internalTrafficPolicy: 'Local', trafficDistribution: 'PreferSameNode' }), []],
  [
    'no traffic',
    service({ internalTrafficPolicy: '', trafficDistribution: 'Close' }),
    ['spec.internalTrafficPolicy', 'spec.trafficDistribution'],
  ],
  ['outside policy inside', service({ externalTrafficPolicy: 'Local' }), ['spec.externalTrafficPolicy']],
  ['an unknown policy', balanced({ externalTrafficPolicy: 'local' }), ['spec.externalTrafficPolicy']],
  [
    'an affinity without end',
    service({ sessionAffinity: 'ClientIP', sessionAffinityConfig: { clientIP: { timeoutSeconds: 86_401 } } }),
    ['spec.sessionAffinityConfig.clientIP.timeoutSeconds'],
  ],
  ['a time for no affinity', service({ sessionAffinityConfig: { clientIP: { timeoutSeconds: 0 } } }), []],
  ['no affinity', service({ sessionAffinity: 'Cookie' }), ['spec.sessionAffinity']],
])('%s', (_name, rest, expected) => {
  expect(said('Service', rest)).toEqual(expected);
});
