#!/usr/bin/env node
/** What the package installs as `plimsoll`: the bundled program, by what is kept of an earlier start. */
import { join } from 'node:path';
import { runCached } from '../src/cli/code-cache.ts';

runCached(join(import.meta.dirname, 'program.cjs'), { require, module });
