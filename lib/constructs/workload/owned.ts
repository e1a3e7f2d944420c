/** Fields of a pod that the construct always writes, and the prop that says them. */
const always: Readonly<Record<string, string>> = {
  serviceAccountName: 'serviceAccount: { name }',
  serviceAccount: 'serviceAccount: { name }',
};

/** The same of its own container. */
const alwaysOfContainer: Readonly<Record<string, string>> = {
  image: 'image',
  livenessProbe: 'probes: { liveness }',
  readinessProbe: 'probes: { readiness }',
  startupProbe: 'probes: { startup }',
};

/** Props that stand for the field of the same name: what is said there is not said again by the typed door. */
const props = ['nodeSelector', 'affinity', 'priorityClassName', 'terminationGracePeriodSeconds', 'tolerations'] as const;
const containerProps = ['command', 'args', 'envFrom', 'resources'] as const;

/** Which paths of `pod` the construct decides itself, given the props that were said. */
export function ownedByPod(container: string, said: object): (path: string) => string | undefined {
  const isSaid = (name: string) => (Reflect.get(said, name) === undefined ? undefined : name);
  const fields = { ...always, ...Object.fromEntries(props.flatMap((name) => (isSaid(name) ? [[name, name]] : []))) };
  const inContainer = {
    ...alwaysOfContainer,
    ...Object.fromEntries(containerProps.flatMap((name) => (isSaid(name) ? [[name, name]] : []))),
  };
  const owned = new Map<string, string>([
    ...Object.entries(fields).map(([field, prop]) => [`pod.${field}`, prop] as const),
    ...Object.entries(inContainer).map(([field, prop]) => [`pod.containers[${container}].${field}`, prop] as const),
  ]);
  return (path) => {
    const prop = owned.get(path);
    return prop && `say it by the prop \`${prop}\``;
  };
}

const controllerFields: Readonly<Record<string, string>> = {
  'controller.replicas': '`replicas` or `autoscaling`',
  'controller.selector': '`selector`',
  'controller.template': '`pod`',
  'controller.serviceName': '`serviceName`',
  'controller.volumeClaimTemplates': '`volumeClaims`',
};

/** Which paths of `controller` the construct decides itself. */
export function ownedByController(path: string): string | undefined {
  const prop = controllerFields[path];
  return prop && `say it by the prop ${prop}`;
}
