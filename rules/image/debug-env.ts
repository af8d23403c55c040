import { defineRule } from '../../src/rule.ts';

const debugging: readonly (readonly [RegExp, RegExp])[] = [
  [/^(NODE_ENV|RAILS_ENV|RACK_ENV|APP_ENV|FLASK_ENV)$/, /^(dev|development|test)$/i],
  [/^(ASPNETCORE_ENVIRONMENT|DOTNET_ENVIRONMENT)$/, /^Development$/i],
  [/^(FLASK_DEBUG|DJANGO_DEBUG|APP_DEBUG|PYTHONDEVMODE)$/, /^(1|true|yes|on)$/i],
  [/^DEBUG$/, /^(1|true|yes|on|\*|.*\*.*)$/i],
  [/^NODE_OPTIONS$|^JAVA_TOOL_OPTIONS$/, /--inspect|-agentlib:jdwp|-Xrunjdwp/],
];

export default defineRule({
  id: 'debug-env',
  on: 'image',
  since: '1.0',
  severity: 'warning',
  category: 'security',
  securitySeverity: 4,
  summary: 'An image must not ship in debug mode.',
  why: 'Debug modes answer with stack traces, open consoles and debugger ports to whoever asks.',
  bad: [
    { config: { Env: ['[|NODE_ENV=development|]'] }, layers: [] },
    { config: { Env: ['[|FLASK_DEBUG=1|]'] }, layers: [] },
    { config: { Env: ['[|NODE_OPTIONS=--inspect=0.0.0.0:9229|]'] }, layers: [] },
  ],
  good: [{ config: { Env: ['NODE_ENV=production', 'FLASK_DEBUG=0', 'DEBUG=', 'DEBUG_LEVEL=3'] }, layers: [] }],

  *check({ config }) {
    for (const { name, value } of config.env) {
      if (!debugging.some(([names, values]) => names.test(name) && values.test(value))) continue;
      yield {
        place: { kind: 'config', key: `Env.${name}` },
        message: `\`${name}=${value}\` ships the image in debug mode.`,
        evidence: [{ kind: 'value', name, value }],
        help: 'Set it where you debug, not in the image.',
      };
    }
  },
});
