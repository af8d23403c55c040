/** Microsoft Azure. https://learn.microsoft.com/purview/sit-defn-all-creds */
import type { Detector, Match, Verdict } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky } from './expression.ts';

/** A signature says until when it holds, and says so in clear. */
function sharedAccessSignature({ text, start, end, groups }: Match): Verdict | undefined {
  const around = text.slice(Math.max(0, start - 400), end + 200);
  const expiry = /[?&]se=(\d{4}-\d\d-\d\d)/.exec(around)?.[1];
  if (!/[?&]s(?:v|r|p|t)=/.test(around) || !isRandom(decodeURIComponentSafely(groups['body'] ?? ''), 4))
    return undefined;
  return { confidence: 'likely', why: expiry ? `signature that holds until ${expiry}` : 'signature' };
}

function decodeURIComponentSafely(text: string): string {
  return text.replace(
    /%(?:2[bB]|2[fF]|3[dD])/g,
    (code) => ({ '%2b': '+', '%2f': '/', '%3d': '=' })[code.toLowerCase()] ?? code,
  );
}

const docs = 'https://learn.microsoft.com/purview/sit-defn-all-creds';

export const azure = (): readonly Detector[] => [
  {
    id: 'azure-app-configuration',
    title: 'Azure App Configuration connection string',
    source: 'https://learn.microsoft.com/azure/azure-app-configuration/',
    anchors: ['.azconfig.io;Id='],
    expression: sticky`\.azconfig\.io;Id=[\w+/:.=-]{4,60};Secret=(?<value>[A-Za-z0-9+/]{43,120}={0,2})`,
    judge: drawn(4),
  },
  {
    id: 'azure-shared-access-signature',
    title: 'Azure shared access signature',
    source: 'https://learn.microsoft.com/azure/storage/common/storage-sas-overview',
    anchors: ['sig='],
    expression: sticky`(?<=[?&;]|&amp;)sig=(?<value>(?<body>(?:[A-Za-z0-9+/]|%2[bBfF]){43}(?:=|%3[dD])))`,
    judge: sharedAccessSignature,
  },
  {
    id: 'azure-client-secret',
    title: 'Microsoft Entra client secret',
    source: docs,
    anchors: [...'0123456789'].map((digit) => `${digit}Q~`),
    expression: sticky`(?<=(?<![\w~.-])(?<head>[A-Za-z0-9_~.-]{3}))\dQ~(?<body>[A-Za-z0-9_~.-]{31,34})(?![A-Za-z0-9_~.-])`,
    judge: drawn(3.5),
  },
  {
    id: 'azure-annotated-key',
    title: 'Azure service key',
    source: docs,
    anchors: ['JQQJ99'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>[A-Za-z0-9]{52}))JQQJ99[A-Z0-9][A-L](?<body>[A-Za-z0-9]{16}[A-Za-z][A-Za-z0-9]{7}(?:[A-Za-z0-9]{2}==)?[A-Za-z0-9]{0,4})(?![A-Za-z0-9])`,
    judge: ({ groups }) =>
      isRandom(groups['head'] ?? '', 4) ? { confidence: 'likely', why: 'the mark of an annotated key' } : undefined,
  },
  {
    id: 'azure-resource-key',
    title: 'Azure resource key',
    source: docs,
    anchors: ['+ACR', 'AzCa', 'AzSe', 'ACDb', '+ASt', '+AMC', '+ARm', '+AEh', '+ASb', 'APIM', 'AzFu', 'AIoT'],
    expression: sticky`(?<=(?<![A-Za-z0-9+/])(?<head>[A-Za-z0-9+/]{76}|[A-Za-z0-9+/]{42}|[A-Za-z0-9+/]{33}))(?:\+A(?:CR|St|MC|Rm|Eh|Sb)|AzCa|AzSe|ACDb|APIM|AzFu|AIoT)[A-Za-z0-9+/]{5}(?:[AQgw]==|=|[A-Za-z])(?![A-Za-z0-9+/=])`,
    judge: ({ groups }) =>
      isRandom(groups['head'] ?? '', 4) ? { confidence: 'possible', why: 'the mark of an annotated key' } : undefined,
  },
  {
    id: 'azure-devops-token',
    title: 'Azure DevOps personal access token',
    source:
      'https://learn.microsoft.com/azure/devops/organizations/accounts/use-personal-access-tokens-to-authenticate',
    anchors: ['AZDO'],
    expression: sticky`(?<=(?<![A-Za-z0-9])(?<head>[A-Za-z0-9]{76}))AZDO[A-Za-z0-9]{4}(?![A-Za-z0-9])`,
    judge: drawn(4),
  },
  {
    id: 'azure-function-key',
    title: 'Azure Functions key',
    source: 'https://learn.microsoft.com/azure/azure-functions/function-keys-how-to',
    anchors: ['azurewebsites.net/api/'],
    expression: sticky`azurewebsites\.net/api/[^\s"'?]{1,120}\?(?:[^\s"']{0,120}&)?code=(?<value>[\w+/%-]{40,64}={0,2}(?:%3[dD]){0,2})`,
    judge: drawn(3.8),
  },
];
