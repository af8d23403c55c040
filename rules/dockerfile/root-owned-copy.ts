import { isRoot } from '../../src/dockerfile/accounts.ts';
import { addFlag, fix } from '../../src/dockerfile/edits.ts';
import { defineRule } from '../../src/rule.ts';

/** Programs and settings belong to root there: who runs them should not be able to change them. */
const systems = /^\/(usr\/(local\/)?)?(s?bin|lib|lib64|libexec|etc|share)\//;

export default defineRule({
  id: 'root-owned-copy',
  on: 'dockerfile',
  needs: { instructions: ['user'] },
  since: '1.0',
  // Programs and scripts that their user cannot change are better off with root, and most of what real files copy so is that.
  severity: 'off',
  category: 'correctness',
  summary: 'COPY below an unprivileged USER should say who owns the files.',
  why: 'COPY and ADD give files to root whatever USER says: the program may read but not write them, which is rarely noticed before it tries.',
  bad: [
    {
      code: 'FROM debian:12.9\nUSER app\n[|COPY|] . /app',
      fixed: 'FROM debian:12.9\nUSER app\nCOPY --chown=app . /app',
    },
    {
      code: 'FROM debian:12.9\nUSER 1000:1000\n[|ADD|] --chmod=640 app.tar /app',
      fixed: 'FROM debian:12.9\nUSER 1000:1000\nADD --chown=1000:1000 --chmod=640 app.tar /app',
    },
  ],
  good: [
    'FROM debian:12.9\nUSER app\nCOPY --chown=app . /app',
    'FROM debian:12.9\nUSER app\nCOPY --chown=root:root . /app',
    'FROM debian:12.9\nCOPY . /app\nUSER app',
    'FROM debian:12.9\nUSER app\nCOPY --from=build /out/tool /usr/local/bin/tool',
    'FROM debian:12.9\nUSER app\nUSER root\nCOPY . /app',
    'FROM debian:12.9\nUSER $RUN_AS\nCOPY . /app',
    'FROM debian:12.9 AS build\nUSER app\nCOPY . /app\nFROM debian:12.9',
  ],

  *check(file) {
    for (const stage of file.shipped) {
      for (const copy of stage.of('copy', 'add')) {
        const { text, explicit } = copy.state.user;
        if (!explicit || !text || isRoot(text) || stage.windows || copy.flag('chown')) continue;
        if (systems.test(copy.destination?.text ?? '')) continue;
        yield {
          place: file.at(copy.keywordSpan),
          message: `These files will belong to root, not to \`${text}\`.`,
          help: `Add \`--chown=${text}\`, or \`--chown=root:root\` where that is meant.`,
          related: [{ place: explicit.place, message: 'The user is set here.' }],
          fixes: [fix(`Add \`--chown=${text}\``, 'unsafe', addFlag(copy, `--chown=${text}`))],
        };
      }
    }
  },
});
