/** What takes long to load is loaded by an app that needs it. These tests load modules anew, apart from all others. */

test('what builds dashboards is loaded by an app that has one, and by no other', () => {
  jest.isolateModules(() => {
    jest.doMock('@grafana/grafana-foundation-sdk/dashboard', () => {
      throw new Error('loaded');
    });
    const { declared } = require('./declared.test.helper') as typeof import('./declared.test.helper');
    const lib = require('../index') as typeof import('../index');
    const declare = (dashboards: readonly string[]) =>
      declared((chart) => {
        const requests = [lib.Requests.to(new lib.Microservice(chart, 'user', { image: 'user:v1', port: 8000 }))];
        for (const name of dashboards) new lib.Dashboard(chart, name, { requests });
      });
    expect(() => declare([])).not.toThrow();
    expect(() => declare(['user-dashboard'])).toThrow('loaded');
  });
});

test("cert-manager's classes are loaded by an app that has a certificate, and by no other", () => {
  jest.isolateModules(() => {
    jest.doMock('../../imports/cert-manager.io', () => {
      throw new Error('loaded');
    });
    const lib = require('../index') as typeof import('../index');
    const { declared } = require('./declared.test.helper') as typeof import('./declared.test.helper');
    const props = { hosts: ['shop.example.com'], issuer: lib.Issuer.fromName('corporate') };
    expect(() => declared(() => undefined)).not.toThrow();
    expect(() => declared((chart) => void new lib.Certificate(chart, 'shop', props))).toThrow('loaded');
    expect(() => declared((chart) => void new lib.Issuer(chart, 'shop', { selfSigned: true }))).toThrow('loaded');
  });
});
