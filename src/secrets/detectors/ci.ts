/** Continuous integration, infrastructure as code, code analysis. */
import type { Detector } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

export const ci = (): readonly Detector[] => [
  {
    id: 'sonar-token',
    title: 'Sonar token',
    source: 'https://docs.sonarsource.com/sonarqube-server/latest/user-guide/managing-tokens/',
    anchors: ['squ_', 'sqp_', 'sqa_'],
    expression: token`sq[upa]_(?<body>[a-f0-9]{40})`,
    shown: 4,
    judge: drawn(2.5),
  },
  {
    id: 'buildkite-token',
    title: 'Buildkite token',
    source: 'https://buildkite.com/docs/platform/security/tokens',
    anchors: ['bkua_', 'bkct_', 'bkat_', 'bkpt_'],
    expression: token`bk(?:ua|ct|at|pt)_(?<body>[A-Za-z0-9]{40,64})`,
    shown: 5,
    judge: drawn(),
  },
  {
    id: 'circleci-token',
    title: 'CircleCI token',
    source: 'https://circleci.com/docs/managing-api-tokens/',
    anchors: ['CCIPAT_', 'CCIPRJ_'],
    expression: token`CCIP(?:AT|RJ)_(?<body>[A-Za-z0-9]{22}_[a-f0-9]{40})`,
    shown: 7,
    judge: drawn(),
  },
  {
    id: 'harness-token',
    title: 'Harness API key',
    source: 'https://developer.harness.io/docs/platform/automation/api/add-and-manage-api-keys/',
    anchors: ['pat.', 'sat.'],
    expression: token`[ps]at\.(?<body>[\w-]{22}\.[A-Za-z0-9]{24}\.[A-Za-z0-9]{20})`,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'octopus-key',
    title: 'Octopus Deploy API key',
    source: 'https://octopus.com/docs/octopus-rest-api/how-to-create-an-api-key',
    anchors: ['API-'],
    expression: token`API-(?<body>[A-Z0-9]{26})`,
    shown: 4,
    judge: ({ groups }) =>
      /\d.*\d/.test(groups['body'] ?? '') && isRandom(groups['body'] ?? '', 3.2)
        ? { confidence: 'likely', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'pulumi-token',
    title: 'Pulumi access token',
    source: 'https://www.pulumi.com/docs/pulumi-cloud/access-management/access-tokens/',
    anchors: ['pul-'],
    expression: token`pul-(?<body>[a-f0-9]{40})`,
    shown: 4,
    judge: drawn(2.5),
  },
  {
    id: 'terraform-cloud-token',
    title: 'Terraform Cloud token',
    source: 'https://developer.hashicorp.com/terraform/cloud-docs/users-teams-organizations/api-tokens',
    anchors: ['.atlasv1.'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>[A-Za-z0-9]{14}))\.atlasv1\.(?<body>[\w=-]{60,70})(?![\w-])`,
    judge: drawn(3.5),
  },
  {
    id: 'infracost-key',
    title: 'Infracost API key',
    source: 'https://www.infracost.io/docs/',
    anchors: ['ico-'],
    expression: sticky`(?<![\w-](?<!\\[nrt]))ico-(?<body>[A-Za-z0-9]{32})(?![A-Za-z0-9_-])`,
    shown: 4,
    judge: ({ groups }) =>
      /\d/.test(groups['body'] ?? '') && /[A-Z]/.test(groups['body'] ?? '') && isRandom(groups['body'] ?? '', 3.5)
        ? { confidence: 'likely', why: 'format with its own prefix' }
        : undefined,
  },
  {
    id: 'prefect-token',
    title: 'Prefect API key',
    source: 'https://docs.prefect.io/v3/how-to-guides/cloud/manage-users/api-keys',
    anchors: ['pnu_', 'pnb_'],
    expression: token`pn[ub]_(?<body>[A-Za-z0-9]{36})`,
    shown: 4,
    judge: drawn(),
  },
  {
    id: 'databricks-token',
    title: 'Databricks access token',
    source: 'https://docs.databricks.com/dev-tools/auth/pat',
    anchors: ['dapi'],
    expression: token`dapi(?<body>[a-f0-9]{32})(?:-\d)?`,
    shown: 4,
    judge: drawn(2.5),
  },
  {
    id: 'sourcegraph-token',
    title: 'Sourcegraph access token',
    source: 'https://sourcegraph.com/docs/cli/how-tos/creating_an_access_token',
    anchors: ['sgp_', 'slk_'],
    expression: token`(?:sgp_(?:(?:[a-fA-F0-9]{16}|local)_)?(?<body>[a-fA-F0-9]{40})|slk_[a-f0-9]{64})`,
    shown: 4,
    judge: drawn(2.5),
  },
  {
    id: 'settlemint-token',
    title: 'SettleMint access token',
    source: 'https://console.settlemint.com/documentation/',
    anchors: ['sm_aat_', 'sm_pat_', 'sm_sat_'],
    expression: token`sm_[aps]at_(?<body>[A-Za-z0-9]{16})`,
    shown: 7,
    judge: drawn(),
  },
  {
    id: 'ansible-vault',
    title: 'Ansible vault',
    source: 'https://docs.ansible.com/ansible/latest/vault_guide/index.html',
    anchors: ['$ANSIBLE_VAULT;'],
    expression: sticky`\$ANSIBLE_VAULT;1\.[12];AES256(?:;[\w.-]{1,60})?\s{1,12}(?<value>[0-9a-f]{80}(?:\s{1,12}[0-9a-f]{1,80}){1,40})`,
    reach: 6000,
    judge: () => ({ confidence: 'possible', why: 'encrypted: as safe as its passphrase' }),
  },
];
