/** Base images link to where their registry shows them. */
import type { DocumentLink } from 'vscode-languageserver';
import type { ImageReference } from '../../src/dockerfile/model.ts';
import { imageUses } from '../../src/dockerfile/references.ts';
import type { OpenDocument } from '../document.ts';

export function documentLinks(document: OpenDocument): DocumentLink[] {
  return [...imageUses(document.dockerfile)].flatMap(({ reference }) => {
    const target = pageOf(reference);
    return target ? [{ range: document.lines.range(reference.span), target, tooltip: reference.name }] : [];
  });
}

function pageOf({ registry, repository, valid }: ImageReference): string | undefined {
  if (!valid) return undefined;
  switch (registry) {
    case undefined:
    case 'docker.io':
      return hubPage(repository.replace(/^library\//, ''));
    case 'ghcr.io':
      return `https://github.com/${repository.split('/')[0]}/${repository.split('/')[1] ?? ''}/pkgs/container/${encodeURIComponent(repository.split('/').slice(1).join('/'))}`;
    case 'quay.io':
      return `https://quay.io/repository/${repository}`;
    case 'mcr.microsoft.com':
      return `https://mcr.microsoft.com/artifact/mar/${repository}`;
    case 'gcr.io':
      return `https://gcr.io/${repository}`;
    case 'public.ecr.aws':
      return `https://gallery.ecr.aws/${repository}`;
    default:
      return undefined;
  }
}

function hubPage(repository: string): string {
  return repository.includes('/') ? `https://hub.docker.com/r/${repository}` : `https://hub.docker.com/_/${repository}`;
}
