import { isIP } from 'node:net';
import { settingsFrom } from './settings';

test('everything has a default; an empty variable is an absent one', () => {
  const expected = { app: 'User', version: null, port: 8000, logLevel: 'info', drainSeconds: 5, graceSeconds: 25 };
  const empty = { APP_NAME: '', VERSION: '', PORT: '', HOST: '', LOG_LEVEL: '', DRAIN_SECONDS: '', GRACE_SECONDS: '' };
  expect(settingsFrom({}, 'User')).toMatchObject(expected);
  expect(settingsFrom(empty, 'User')).toEqual(settingsFrom({}, 'User'));
  expect(['::', '0.0.0.0']).toContain(settingsFrom({}, 'User').host);
  expect(isIP(settingsFrom({}, 'User').host)).not.toBe(0);
});

test('all of it can be said', () => {
  const environment = {
    APP_NAME: 'User V2',
    VERSION: 'v2',
    PORT: '0',
    HOST: '10.0.0.7',
    LOG_LEVEL: 'debug',
    DRAIN_SECONDS: '0',
    GRACE_SECONDS: '55',
  };
  expect(settingsFrom(environment, 'User')).toEqual({
    app: 'User V2',
    version: 'v2',
    port: 0,
    host: '10.0.0.7',
    logLevel: 'debug',
    drainSeconds: 0,
    graceSeconds: 55,
  });
});

test('a short grace shortens the drain that was not asked for', () => {
  expect(settingsFrom({ GRACE_SECONDS: '2' }, 'User')).toMatchObject({ drainSeconds: 2, graceSeconds: 2 });
});

test.each([
  [{ PORT: 'http' }, 'PORT is a whole number from 0 to 65535, got `http`'],
  [{ PORT: '65536' }, 'PORT is a whole number from 0 to 65535, got `65536`'],
  [{ PORT: '-1' }, 'PORT is a whole number from 0 to 65535, got `-1`'],
  [{ PORT: '80.5' }, 'PORT is a whole number from 0 to 65535, got `80.5`'],
  [{ GRACE_SECONDS: '1m' }, 'GRACE_SECONDS is a whole number from 0 to 3600, got `1m`'],
  [{ DRAIN_SECONDS: '11', GRACE_SECONDS: '10' }, 'DRAIN_SECONDS is a whole number from 0 to 10, got `11`'],
  [{ LOG_LEVEL: 'loud' }, 'LOG_LEVEL is one of trace, debug, info, warn, error, fatal, silent, got `loud`'],
])('%j is refused: %s', (environment, message) => {
  expect(() => settingsFrom(environment, 'User')).toThrow(new Error(message));
});
