import { quote } from '../../values/describe';
import type { Field } from '../../violation';
import { checkNumber, checkOneOfAlways, checkOneOfIfGiven, type Maybe } from './field-checks';
import { checkDescending } from './paths';

/** What a pod and a container both may say. */
interface Identity {
  readonly runAsUser?: Maybe<number>;
  readonly runAsGroup?: Maybe<number>;
  readonly seccompProfile?: Maybe<Profile>;
  readonly appArmorProfile?: Maybe<Profile>;
}

interface Profile {
  readonly type?: Maybe<string>;
  readonly localhostProfile?: Maybe<string>;
}

/** Source: Kubernetes `SecurityContext`. */
export interface ContainerSecurity extends Identity {
  readonly privileged?: Maybe<boolean>;
  readonly allowPrivilegeEscalation?: Maybe<boolean>;
  readonly capabilities?: Maybe<{ readonly add?: Maybe<readonly string[]> }>;
  readonly procMount?: Maybe<string>;
}

/** Source: Kubernetes `PodSecurityContext`. */
export interface PodSecurity extends Identity {
  readonly fsGroup?: Maybe<number>;
  readonly supplementalGroups?: Maybe<readonly number[]>;
  readonly fsGroupChangePolicy?: Maybe<string>;
  readonly supplementalGroupsPolicy?: Maybe<string>;
  readonly seLinuxChangePolicy?: Maybe<string>;
  readonly sysctls?: Maybe<readonly { readonly name?: Maybe<string> }[]>;
}

/** What a pod shares with its node. */
export interface HostAccess {
  readonly hostNetwork?: Maybe<boolean>;
  readonly hostPID?: Maybe<boolean>;
  readonly hostIPC?: Maybe<boolean>;
  readonly hostUsers?: Maybe<boolean>;
}

/** Identifiers of users and groups. */
const identifiers = { least: 0, most: 2 ** 31 - 1 };

/** Source: `validatePodSpecSecurityContext`. */
export function checkPodSecurity(security: PodSecurity, host: HostAccess, at: Field): void {
  checkIdentity(security, at);
  checkNumber(security.fsGroup, identifiers, at.at('fsGroup'));
  for (const [index, group] of (security.supplementalGroups ?? []).entries())
    checkNumber(group, identifiers, at.at('supplementalGroups', index));
  checkOneOfIfGiven(security.fsGroupChangePolicy, ['OnRootMismatch', 'Always'], at.at('fsGroupChangePolicy'));
  checkOneOfIfGiven(security.supplementalGroupsPolicy, ['Merge', 'Strict'], at.at('supplementalGroupsPolicy'));
  checkOneOfIfGiven(security.seLinuxChangePolicy, ['Recursive', 'MountOption'], at.at('seLinuxChangePolicy'));
  checkSysctls(security.sysctls ?? [], host, at.at('sysctls'));
}

/** Source: `ValidateSecurityContext`. */
export function checkContainerSecurity(security: ContainerSecurity, hasHostUsers: boolean, at: Field): void {
  const { privileged, allowPrivilegeEscalation, capabilities, procMount } = security;
  checkIdentity(security, at);
  checkOneOfIfGiven(procMount, ['Default', 'Unmasked'], at.at('procMount'));
  if (procMount === 'Unmasked' && hasHostUsers) at.at('procMount').error('`Unmasked` needs `hostUsers: false` in the pod');
  if (allowPrivilegeEscalation !== false) return;
  if (privileged)
    at.at('allowPrivilegeEscalation').error('a privileged container can always gain privileges', { fix: 'leave `privileged` out' });
  if ((capabilities?.add ?? []).includes('CAP_SYS_ADMIN'))
    at.at('allowPrivilegeEscalation').error('a container with `CAP_SYS_ADMIN` can always gain privileges');
}

function checkIdentity({ runAsUser, runAsGroup, seccompProfile, appArmorProfile }: Identity, at: Field): void {
  checkNumber(runAsUser, identifiers, at.at('runAsUser'));
  checkNumber(runAsGroup, identifiers, at.at('runAsGroup'));
  checkProfile(seccompProfile, at.at('seccompProfile'));
  if (seccompProfile?.type === 'Localhost')
    checkDescending(seccompProfile.localhostProfile ?? '', at.at('seccompProfile', 'localhostProfile'));
  checkProfile(appArmorProfile, at.at('appArmorProfile'));
  const local = appArmorProfile?.type === 'Localhost' ? appArmorProfile.localhostProfile : undefined;
  if (typeof local === 'string' && (local === '' || local !== local.trim()))
    at.at('appArmorProfile', 'localhostProfile').error(`${quote(local)} is empty, or has a space at its start or end`);
}

/** Source: `validateSeccompProfileField`, `ValidateAppArmorProfileField`. */
function checkProfile(profile: Maybe<Profile>, at: Field): void {
  if (!profile) return;
  checkOneOfAlways(profile.type, ['RuntimeDefault', 'Localhost', 'Unconfined'], at.at('type'));
  const isNamed = (profile.localhostProfile ?? undefined) !== undefined;
  if (profile.type === 'Localhost' && !isNamed) at.at('localhostProfile').error('a profile of type `Localhost` needs its name');
  if (profile.type !== 'Localhost' && isNamed) at.at('localhostProfile').error('only a profile of type `Localhost` has a name');
}

const segment = '[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?';
const sysctl = new RegExp(`^(?:${segment}[./])*${segment}$`);

/** Source: `validateSysctls`, `ValidateHostSysctl`. */
function checkSysctls(sysctls: NonNullable<PodSecurity['sysctls']>, { hostNetwork, hostIPC }: HostAccess, at: Field): void {
  const seen = new Set<string>();
  for (const [index, { name }] of sysctls.entries()) {
    const place = at.at(index, 'name');
    const text = name ?? '';
    const dotted = text.replaceAll('/', '.');
    if (text.length > 253 || !sysctl.test(text)) place.error(`${quote(text)} is not the name of a kernel parameter`);
    else if (seen.has(text)) place.error(`another entry sets ${quote(text)}`);
    if (hostNetwork && dotted.startsWith('net.')) place.error(`${quote(text)} does not go with \`hostNetwork: true\``);
    if (hostIPC && /^(?:kernel\.(?:shm|msg|sem)|fs\.mqueue\.)/.test(dotted))
      place.error(`${quote(text)} does not go with \`hostIPC: true\``);
    seen.add(text);
  }
}
