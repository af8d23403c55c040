/** Which variables a stage may have from its base image without this file saying so. */

import type { Stage } from './model.ts';
import { officialName } from './references.ts';

/** Distributions whose images set `PATH` and nothing else. */
const plain = /^(?:debian|ubuntu|alpine|busybox|centos|amazonlinux|rockylinux|almalinux|oraclelinux)$/;

/** Names that bases are wont to set, and programs to read. */
const often =
  /^(?:PATH|HOME|PWD|USER|HOSTNAME|TERM|LANG|LANGUAGE|LC_\w+|SHELL|LD_LIBRARY_PATH|\w*_(?:VERSION|HOME|PATH|ROOT|DIR|OPTS))$/;

/** Whether nothing but this file can have set it. */
export function isCertainlyUnset({ root }: Stage, name: string): boolean {
  if (name === 'PATH') return false;
  return root.kind === 'scratch' || (root.kind === 'image' && plain.test(officialName(root) ?? ''));
}

/** Whether a base may well set a variable of this name. */
export function isOftenSet(stage: Stage, name: string): boolean {
  return often.test(name) && !isCertainlyUnset(stage, name);
}
