/** Forms that a part of the name of a time zone may have. */
const part = /^(?!-|\.{1,2}$)[A-Za-z._0-9+-]{1,14}$/;

/** Names of three letters in the IANA database: ICU, which Node has, knows more of them. */
const short = ['CET', 'EET', 'EST', 'GMT', 'HST', 'MET', 'MST', 'PRC', 'ROC', 'ROK', 'UCT', 'UTC', 'WET'];

/** Names that ICU has from elsewhere. */
const foreign = /^SystemV\/|^US\/Pacific-New$/;

/** Files of the database beside the zones themselves. */
const others = ['posixrules', 'Factory'];

/** What is wrong with the name of a time zone, in words that follow the name; undefined when nothing is. Source: `validateTimeZone`. */
export function timeZoneProblem(name: string): string | undefined {
  const zone = name.replace(/^(?:posix|right)\//, '');
  if (!name.split('/').every((each) => part.test(each)) || !/^[A-Za-z]/.test(zone)) return 'is not the name of a time zone';
  if (others.includes(zone)) return undefined;
  if ((zone.length === 3 && !/\d/.test(zone) && !short.includes(zone) && zone === zone.toUpperCase()) || foreign.test(zone))
    return 'is not in the IANA database of time zones';
  try {
    const found = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions().timeZone;
    const isMisspelled = found !== zone && found.toLowerCase() === zone.toLowerCase();
    if (!isMisspelled && zone !== zone.toLowerCase()) return undefined;
    return `is spelled \`${isMisspelled ? found : zone.toUpperCase()}\``;
  } catch {
    return 'is not a time zone that is known';
  }
}
