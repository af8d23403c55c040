/** Language models and machine learning. */
import type { Detector } from '../detector.ts';
import { isRandom } from '../value.ts';
import { drawn, sticky, token } from './expression.ts';

export const ai = (): readonly Detector[] => [
  {
    id: 'openai-key',
    title: 'OpenAI API key',
    source: 'https://platform.openai.com/docs/api-reference/authentication',
    anchors: ['T3BlbkFJ'],
    expression: sticky`(?<=(?<![A-Za-z0-9](?<!\\[nrt]))(?<head>sk-(?:(?:proj|svcacct|admin|None)-[\w-]{20,156}|[A-Za-z0-9]{20})))T3BlbkFJ(?<body>[\w-]{20,156})(?![\w-])`,
    shown: 3,
    judge: drawn(3.5),
  },
  {
    id: 'anthropic-key',
    title: 'Anthropic API key',
    source: 'https://docs.anthropic.com/en/api/getting-started',
    anchors: ['sk-ant-'],
    expression: token`sk-ant-(?:api|admin|oat|ort|sid)\d\d-(?<body>[\w-]{86,108}AA)(?![\w-])`,
    shown: 7,
    judge: drawn(4),
  },
  {
    id: 'huggingface-token',
    title: 'Hugging Face token',
    source: 'https://huggingface.co/docs/hub/security-tokens',
    anchors: ['hf_', 'api_org_'],
    expression: token`(?:hf|api_org)_(?<body>[A-Za-z]{34})`,
    shown: 3,
    judge: ({ groups }) => {
      const body = groups['body'] ?? '';
      const both = /[a-z].*[a-z]/.test(body) && /[A-Z].*[A-Z]/.test(body);
      if (!isRandom(body, 3.5)) return undefined;
      return { confidence: both ? 'likely' : 'possible', why: 'format with its own prefix' };
    },
  },
  {
    id: 'replicate-token',
    title: 'Replicate API token',
    source: 'https://replicate.com/docs/reference/http',
    anchors: ['r8_'],
    expression: token`r8_(?<body>[A-Za-z0-9]{37})`,
    shown: 3,
    judge: drawn(3.5),
  },
  {
    id: 'groq-key',
    title: 'Groq API key',
    source: 'https://console.groq.com/docs/quickstart',
    anchors: ['gsk_'],
    expression: token`gsk_(?<body>[A-Za-z0-9]{52})`,
    shown: 4,
    judge: drawn(3.5),
  },
  {
    id: 'perplexity-key',
    title: 'Perplexity API key',
    source: 'https://docs.perplexity.ai/',
    anchors: ['pplx-'],
    expression: token`pplx-(?<body>[A-Za-z0-9]{48})`,
    shown: 5,
    judge: drawn(3.5),
  },
  {
    id: 'xai-key',
    title: 'xAI API key',
    source: 'https://docs.x.ai/docs/overview',
    anchors: ['xai-'],
    expression: token`xai-(?<body>[A-Za-z0-9]{80})`,
    shown: 4,
    judge: drawn(4),
  },
  {
    id: 'openrouter-key',
    title: 'OpenRouter API key',
    source: 'https://openrouter.ai/docs/api-reference/authentication',
    anchors: ['sk-or-v1-'],
    expression: token`sk-or-v1-(?<body>[a-f0-9]{64})`,
    shown: 9,
    judge: drawn(2.5),
  },
  {
    id: 'langsmith-key',
    title: 'LangSmith API key',
    source: 'https://docs.smith.langchain.com/',
    anchors: ['lsv2_'],
    expression: token`lsv2_(?:pt|sk)_(?<body>[a-f0-9]{32}_[a-f0-9]{10})`,
    shown: 8,
    judge: drawn(2.5),
  },
  {
    id: 'nvidia-key',
    title: 'NVIDIA API key',
    source: 'https://docs.nvidia.com/ngc/',
    anchors: ['nvapi-'],
    expression: token`nvapi-(?<body>[\w-]{60,70})(?![\w-])`,
    shown: 6,
    judge: drawn(3.8),
  },
];
