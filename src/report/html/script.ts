/** What the page does: draws the picture, goes into folders and out again, by pointer and by keyboard. Runs in a browser. */
export const script = `'use strict';
const units = ['B', 'kB', 'MB', 'GB', 'TB'];
const bytes = (n) => { let u = 0; while (n >= 999.5 && u < 4) { n /= 1000; u++; } return n.toFixed(u === 0 || n >= 99.95 ? 0 : 1) + ' ' + units[u]; };
const make = (name, className, text) => { const e = document.createElement(name); if (className) e.className = className; if (text !== undefined) e.textContent = text; return e; };

for (const section of document.querySelectorAll('.picture')) {
  const root = JSON.parse(section.querySelector('script').textContent);
  const map = section.querySelector('.map'), path = section.querySelector('.path'), detail = section.querySelector('.detail');
  const article = section.closest('article');
  const made = (layer) => article.querySelector('tr[data-layer~="' + layer + '"] .code')?.textContent.trim();
  // Every tile knows the one around it, so that any of them can be gone to.
  (function adopt(tile, up) { tile.up = up; for (const child of tile.c ?? []) adopt(child, tile); })(root);
  const trail = (tile) => (tile.up ? [...trail(tile.up), tile] : [tile]);
  const label = (tile) => tile.l === undefined ? tile.n : tile.l < 0 ? tile.n : 'layer ' + tile.l;
  const layerOf = (tile) => (tile.l !== undefined ? tile : tile.up && layerOf(tile.up));
  const fullPath = (tile) => '/' + trail(tile).slice(2).map((t) => t.n).join('/');
  const weight = (tile) => bytes(tile.s + tile.w) + (tile.w > 0 ? ', ' + bytes(tile.w) + ' wasted' : '');
  const describe = (tile) => {
    const layer = layerOf(tile);
    if (!layer) return tile.n + ': ' + weight(tile);
    const by = layer.l >= 0 ? made(layer.l) : undefined;
    return (tile === layer ? label(tile) : fullPath(tile) + ' in ' + label(layer)) + ': ' + weight(tile) + (by ? ' · ' + by : '');
  };
  let current = root;
  const elements = new Map();

  function draw(tile, focused) {
    current = tile;
    elements.clear();
    map.replaceChildren();
    map.className = 'map' + (layerOf(tile)?.b ? ' base' : '');
    paint(tile, map, { level: 1, width: map.clientWidth, height: map.clientHeight, wasted: tile.s === 0 && tile.w > 0 });
    path.replaceChildren(...trail(tile).flatMap((step, at) => {
      const here = step === tile;
      const item = here ? make('b', '', label(step)) : make('button', '', label(step));
      if (!here) { item.type = 'button'; item.addEventListener('click', () => draw(step)); }
      return at === 0 ? [item] : [' / ', item];
    }));
    const first = elements.get(focused) ?? elements.values().next().value;
    if (first) first.tabIndex = 0;
    if (focused) elements.get(focused)?.focus();
    detail.textContent = describe(tile);
  }

  function paint(tile, into, { level, width, height, wasted }) {
    for (const child of tile.c ?? []) {
      const [x, y, w, h] = child.r;
      const pixels = [width * w / 1e4, height * h / 1e4];
      if (pixels[0] < 3 || pixels[1] < 3) continue;
      const whole = wasted || child.u === 1;
      const element = make('div', 'tile' + (child.l === undefined ? '' : ' layer') + (child.b ? ' base' : '') + (whole ? ' wasted' : ''));
      element.style.cssText = 'left:' + x / 100 + '%;top:' + y / 100 + '%;width:' + w / 100 + '%;height:' + h / 100 + '%';
      element.setAttribute('role', 'treeitem');
      element.setAttribute('aria-level', level);
      element.setAttribute('aria-label', describe(child));
      if (child.u) element.dataset.waste = child.w;
      element.dataset.path = child.l === undefined ? fullPath(child) : '';
      element.tabIndex = -1;
      element.tile = child;
      elements.set(child, element);
      const named = pixels[0] > 34 && pixels[1] > 18;
      if (named) element.append(make('b', '', label(child) + (pixels[0] > 110 ? '  ' + bytes(child.s + child.w) : '')));
      if (child.c && level < 4 && pixels[0] > 40 && pixels[1] > 40) {
        const inner = element.appendChild(make('div'));
        inner.setAttribute('role', 'group');
        paint(child, inner, { level: level + 1, width: pixels[0], height: pixels[1] - 17, wasted: whole });
      } else if (child.w > 0 && !whole) {
        element.append(Object.assign(make('span', 'share'), { style: 'width:' + 100 * child.w / (child.s + child.w) + '%' }));
      }
      into.append(element);
    }
  }

  const out = () => { if (current.up) draw(current.up, current); };
  const into = (tile) => { if (tile.c) draw(tile, tile.c[0]); };
  map.addEventListener('click', (event) => { const element = event.target.closest('.tile'); if (element) into(element.tile); });
  map.addEventListener('mouseover', (event) => { const element = event.target.closest('.tile'); detail.textContent = describe(element ? element.tile : current); });
  map.addEventListener('focusin', (event) => {
    const { tile } = event.target;
    if (!tile) return;
    for (const other of elements.values()) other.tabIndex = -1;
    event.target.tabIndex = 0;
    detail.textContent = describe(tile);
    const layer = layerOf(tile);
    for (const row of article.querySelectorAll('tr.lit')) row.classList.remove('lit');
    if (layer) article.querySelector('tr[data-layer~="' + layer.l + '"]')?.classList.add('lit');
  });
  map.addEventListener('keydown', (event) => {
    const tile = event.target.tile;
    if (!tile) return;
    const drawn = (tile.up.c ?? []).filter((one) => elements.has(one));
    const at = drawn.indexOf(tile);
    const go = (to) => { if (to && elements.has(to)) elements.get(to).focus(); };
    const act = {
      ArrowRight: () => go(drawn[at + 1]), ArrowLeft: () => go(drawn[at - 1]),
      ArrowDown: () => go((tile.c ?? []).find((one) => elements.has(one))), ArrowUp: () => { if (tile.up !== current) go(tile.up); },
      Home: () => go(drawn[0]), End: () => go(drawn.at(-1)),
      Enter: () => into(tile), ' ': () => into(tile), Escape: out, Backspace: out,
    }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // From a finding to its file: the deepest tile that is drawn on the way there.
  for (const button of article.querySelectorAll('.show')) button.addEventListener('click', () => {
    let tile = (root.c ?? []).find((layer) => String(layer.l) === button.dataset.layer);
    if (!tile) return;
    const steps = [tile];
    for (let rest = button.dataset.path; rest;) {
      const next = (tile.c ?? []).find((child) => rest === child.n || rest.startsWith(child.n + '/'));
      if (!next) break;
      steps.push(tile = next);
      rest = rest.slice(next.n.length + 1);
    }
    draw(steps.length > 2 ? steps[1].c ? steps[1] : steps[0] : root, undefined);
    const seen = steps.findLast((step) => elements.has(step));
    if (!seen) return;
    const element = elements.get(seen);
    element.focus();
    element.classList.add('hit');
    map.scrollIntoView({ block: 'center' });
  });
  let width = map.clientWidth;
  new ResizeObserver(() => { if (map.clientWidth !== width) { width = map.clientWidth; draw(current); } }).observe(map);
  draw(root);
}`;
