import { parseImage, pinnedImage, taggedImage } from './image';

const digest = `sha256:${'0a'.repeat(32)}`;

test.each([
  ['user:v1', { repository: 'user', tag: 'v1', digest: undefined }],
  ['gcr.io/nomadic-mesh/user', { repository: 'gcr.io/nomadic-mesh/user', tag: undefined, digest: undefined }],
  ['registry:5000/team/app:1.2.3', { repository: 'registry:5000/team/app', tag: '1.2.3', digest: undefined }],
  [`registry:5000/app@${digest}`, { repository: 'registry:5000/app', tag: undefined, digest }],
  [`app:v1@${digest}`, { repository: 'app', tag: 'v1', digest }],
])('%j is taken apart', (image, parts) => expect(parseImage(image)).toEqual(parts));

test.each(['', 'User:v1', 'a b', 'app:', 'app@sha256:1', 'http://x/app:v1'])('%j is no image', (image) => {
  expect(() => pinnedImage(image)).toThrow(expect.objectContaining({ errorName: 'ImageForm' }));
});

test.each(['user:v1', `user@${digest}`, `user:latest@${digest}`])('%j is pinned', (image) => expect(pinnedImage(image)).toBe(image));

test.each([
  ['gcr.io/x/user', 'image `gcr.io/x/user` has no tag'],
  ['registry:5000/user', 'image `registry:5000/user` has no tag'],
  ['user:latest', 'image `user:latest` has the floating tag `latest`'],
  ['user:stable', 'image `user:stable` has the floating tag `stable`'],
])('%j is not', (image, fact) => expect(() => pinnedImage(image)).toThrow(expect.objectContaining({ errorName: 'FloatingImage', fact })));

test('a version brings its tag, unless the image has one', () => {
  expect(taggedImage('gcr.io/x/user', 'v2')).toBe('gcr.io/x/user:v2');
  expect(() => taggedImage('gcr.io/x/user:v1', 'v2')).toThrow(
    expect.objectContaining({ errorName: 'ImageTag', details: { fix: 'gcr.io/x/user' } }),
  );
});
