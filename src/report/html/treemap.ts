/** The picture of an image: layers, folders and files as areas, laid out here so that the page needs no library. */
import { type HierarchyRectangularNode, hierarchy, treemap } from 'd3-hierarchy';
import type { ImageSummary, LayerSummary } from '../../finding.ts';
import type { Image } from '../../image/model.ts';
import { collapsed, type Folder, layerFolders, pruned } from '../folders.ts';

/** An area with its place in the area around it, in hundredths of a percent. Keys are short: there are thousands. */
export interface Tile {
  /** Name. */
  readonly n: string;
  /** Bytes that are shown, and bytes that are wasted. */
  readonly s: number;
  readonly w: number;
  /** Left, top, width, height. */
  readonly r: readonly [number, number, number, number];
  readonly c?: readonly Tile[];
  /** On layers: their index, and whether the base image brought them. */
  readonly l?: number;
  readonly b?: 1;
  /** Wasted as a whole, while the folder around it is not. */
  readonly u?: 1;
}

/** Below this part of the whole nothing is drawn by itself. */
const leastShare = 1 / 4000;
const wide = 1600;
const high = 800;

/** The image as one tile with a tile per layer in it. Without the image's files, each layer's largest are all there is. */
export function tileOf(summary: ImageSummary, image: Image | undefined): Tile {
  const root: Folder = {
    name: summary.reference,
    size: summary.size - summary.waste,
    waste: summary.waste,
    children: summary.layers
      .map((layer) => ({ ...contentOf(layer, image), name: String(layer.index) }))
      .filter((layer) => layer.size + layer.waste > 0),
  };
  const all = pruned(root, summary.size * leastShare, 200);
  const drawn = {
    ...all,
    children: all.children.map((layer) => ({ ...layer, children: layer.children.map(collapsed) })),
  };
  const laid = treemap<Folder>().size([wide, high])(
    hierarchy<Folder>(drawn, ({ children }) => children)
      .sum(({ children, size, waste }) => (children.length === 0 ? size + waste : 0))
      .sort((a, b) => (b.value ?? 0) - (a.value ?? 0)),
  );
  const bases = new Set(summary.layers.filter(({ origin }) => origin.from === 'base').map(({ index }) => index));
  const layers = (laid.children ?? []).map((node) => {
    const index = Number(node.data.name);
    return { ...tile(node, false), l: Number.isNaN(index) ? -1 : index, ...(bases.has(index) && { b: 1 as const }) };
  });
  return { ...tile(laid, false), r: [0, 0, 10_000, 10_000], c: layers };
}

function contentOf(layer: LayerSummary, image: Image | undefined): Folder {
  const read = image?.layers[layer.index];
  if (image !== undefined && read !== undefined) return layerFolders(image, read);
  const files = layer.largest.map(({ path, size, waste }) => ({ name: path, size: size - waste, waste, children: [] }));
  const size = layer.size - layer.waste - files.reduce((sum, file) => sum + file.size, 0);
  const waste = layer.waste - files.reduce((sum, file) => sum + file.waste, 0);
  const rest =
    size + waste > 0 ? [{ name: '…', size: Math.max(0, size), waste: Math.max(0, waste), children: [] }] : [];
  return { name: '/', size: layer.size - layer.waste, waste: layer.waste, children: [...files, ...rest] };
}

function tile(node: HierarchyRectangularNode<Folder>, withinWaste: boolean): Tile {
  const { name, size, waste } = node.data;
  const whole = size === 0 && waste > 0;
  const children = node.children?.map((child) => tile(child, withinWaste || whole));
  return {
    n: name,
    s: size,
    w: waste,
    r: placed(node),
    ...(children && children.length > 0 && { c: children }),
    ...(whole && !withinWaste && { u: 1 }),
  };
}

function placed(node: HierarchyRectangularNode<Folder>): Tile['r'] {
  const around = node.parent ?? node;
  const [width, height] = [around.x1 - around.x0, around.y1 - around.y0];
  const part = (length: number, of: number) => (of === 0 ? 0 : Math.round((length / of) * 10_000));
  return [
    part(node.x0 - around.x0, width),
    part(node.y0 - around.y0, height),
    part(node.x1 - node.x0, width),
    part(node.y1 - node.y0, height),
  ];
}

/** A folder or file that is wasted as a whole. */
export interface WasteUnit {
  readonly path: string;
  readonly layer: number;
  readonly bytes: number;
}

/** The largest of them: what is worth mending first. */
export function largestWaste(root: Tile): WasteUnit | undefined {
  const units = (root.c ?? []).flatMap((layer) => unitsOf(layer, '', layer.l ?? -1));
  return units.reduce<WasteUnit | undefined>(
    (best, unit) => (best && best.bytes >= unit.bytes ? best : unit),
    undefined,
  );
}

function unitsOf(tile: Tile, path: string, layer: number): readonly WasteUnit[] {
  if (tile.u) return [{ path: deepest(tile, path), layer, bytes: tile.w }];
  return (tile.c ?? []).flatMap((child) => unitsOf(child, below(path, child), layer));
}

/** A folder with but one thing in it is best named by that. */
function deepest(tile: Tile, path: string): string {
  const [only, ...more] = tile.c ?? [];
  return only === undefined || more.length > 0 ? path || '/' : deepest(only, below(path, only));
}

const below = (path: string, { n }: Tile) => `${path}/${n.replace(/^\/+/, '')}`;
