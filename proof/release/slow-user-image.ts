import { join } from 'node:path';
import type { ImageProgram } from '../kubelet/images';
import { imageOf } from '../program';

export const slowUser = 'microservice/slow-user';

/** The program behind that image. */
export function slowUserImage(): Promise<ImageProgram> {
  return imageOf(slowUser, { name: 'slow-user', program: join(__dirname, 'slow-user.ts') });
}
