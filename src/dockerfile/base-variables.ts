/** Which variables a stage may have from its base image without this file saying so. */

import type { Stage } from './model.ts';
import { officialName } from './references.ts';
import { hasWord } from './row.ts';

/** Distributions whose images set `PATH` and nothing else. */
const plain = ' debian ubuntu alpine busybox centos amazonlinux rockylinux almalinux oraclelinux ';

/** Whether nothing but this file can have set it. */
export function isCertainlyUnset({ root }: Stage, name: string): boolean {
  if (name === 'PATH') return false;
  return root.kind === 'scratch' || (root.kind === 'image' && hasWord(plain, officialName(root) ?? ''));
}

/** Whether a base may well set a variable of this name. */
export function isOftenSet(stage: Stage, name: string): boolean {
  const often =
    /^(?:PATH|HOME|PWD|USER|HOSTNAME|TERM|LANG|LANGUAGE|LC_\w+|SHELL|LD_LIBRARY_PATH|\w*_(?:VERSION|HOME|PATH|ROOT|DIR|OPTS))$/;
  return often.test(name) && !isCertainlyUnset(stage, name);
}
