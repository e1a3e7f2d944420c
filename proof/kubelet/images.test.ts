import { Images, repositoryOf } from './images';

const images = new Images([
  { image: 'microservice/user', entrypoint: ['node', 'user.js'] },
  { image: 'proxyv2', entrypoint: ['pilot-agent'], cmd: ['version'] },
]);

test.each([
  ['gcr.io/a/b', 'gcr.io/a/b'],
  ['gcr.io/a/b:v1', 'gcr.io/a/b'],
  ['host:5000/a/b', 'host:5000/a/b'],
  ['host:5000/a/b:v1@sha256:00', 'host:5000/a/b'],
])('%s is of repository %s', (image, repository) => expect(repositoryOf(image)).toBe(repository));

test('an image is known by the end of its name, whatever its registry and tag', () => {
  expect(images.start({ image: 'gcr.io/nomadic-mesh/microservice/user:v1' })).toEqual(['node', 'user.js']);
});

test('command replaces the entrypoint and args the cmd, as in Kubernetes', () => {
  expect(images.start({ image: 'istio/proxyv2:1' })).toEqual(['pilot-agent', 'version']);
  expect(images.start({ image: 'istio/proxyv2:1', args: ['proxy'] })).toEqual(['pilot-agent', 'proxy']);
  expect(images.start({ image: 'istio/proxyv2:1', command: ['sleep'], args: ['9'] })).toEqual(['sleep', '9']);
  expect(images.start({ image: 'istio/proxyv2:1', command: ['sleep'] })).toEqual(['sleep']);
});

test('a program for any image is told which one, and its ports', () => {
  const any = new Images([
    { image: 'proxyv2', entrypoint: ['pilot-agent'] },
    { image: '*', entrypoint: ['echo.js'] },
  ]);
  expect(any.start({ image: 'nginx:1', command: ['nginx'], ports: [{ containerPort: 80 }, { containerPort: 81 }] })).toEqual([
    'echo.js',
    'nginx:1',
    '80,81',
  ]);
  expect(any.start({ image: 'istio/proxyv2:1' })).toEqual(['pilot-agent']);
});

test('an unknown image names the nearest one', () => {
  expect(() => images.start({ image: 'gcr.io/microservice/usr:v1' })).toThrow(
    'no program stands for image `gcr.io/microservice/usr:v1`: did you mean `microservice/user`',
  );
  expect(() => images.start({ image: 'nginx' })).toThrow('known are `microservice/user`, `proxyv2`');
});
