/** The namespace of Istio's control plane, and its root namespace unless the mesh configuration names another. Source: Istio `constants.IstioSystemNamespace`. */
export const defaultRootNamespace = 'istio-system';

/** The labels of the pods of the ingress gateway that Istio's own installation brings. Source: Istio's chart `gateways/istio-ingress`. */
export const ingressGatewayLabels = { istio: 'ingressgateway', app: 'istio-ingressgateway' } as const;
