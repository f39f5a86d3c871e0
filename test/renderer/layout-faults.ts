/**
 * Finds what a person cannot see, reach or touch on the page as it is laid out now. Runs inside of the page; a test
 * bundles it. Only what is behind an open dialog or inert is left out: nobody is meant to use it.
 */

/** WCAG 2.2 SC 2.5.5, in CSS pixels. */
const TARGET = 44;
/** A side of a QR code's module in CSS pixels: 0.5 mm at 96 dpi, which the cameras of phones resolve at arm's length. */
const MODULE = 2;
/** Rounded edges. */
const SLACK = 1;
const INTERACTIVE = 'a[href], button, input, select, textarea, summary, [role="button"]';
const MOST_CHARACTERS = 60;

type Box = Pick<DOMRect, 'left' | 'right' | 'top' | 'bottom'>;

export function layoutFaults(): string[] {
  const elements = shownElements();
  const style = document.createElement('style');
  // What lets the pointer through covers all the same.
  style.textContent = '* { pointer-events: auto !important; scroll-behavior: auto !important; }';
  document.head.append(style);
  try {
    return [
      ...scrollFaults(),
      ...elements.flatMap(cutOff),
      ...elements.flatMap(outside),
      ...elements.flatMap(small),
      ...overlapping(elements),
      ...elements.flatMap(codeFaults),
      ...elements.flatMap(covered),
    ];
  } finally {
    style.remove();
  }
}

/** What somebody can look at and use. */
function shownElements(): Element[] {
  const top = [...document.querySelectorAll('dialog:modal')].at(-1) ?? document.body;
  return [...top.querySelectorAll('*')].filter(
    (element) =>
      element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
      element.closest('[inert]') === null &&
      !isUnseen(element),
  );
}

/** Clipped to nothing: for screen readers alone. */
function isUnseen(element: Element): boolean {
  for (let one: Element | null = element; one !== null; one = one.parentElement) {
    if (getComputedStyle(one).clipPath.startsWith('inset(50%')) return true;
  }
  return false;
}

function nameOf(element: Element): string {
  const classes = [...element.classList].map((name) => `.${name}`).join('');
  const text = (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().replace(/\s+/g, ' ');
  return `${element.localName}${classes} "${text.slice(0, MOST_CHARACTERS)}"`;
}

const pixels = (size: number): string => `${Math.round(size)} px`;

function scrollsDown(element: Element): boolean {
  const { overflowY } = getComputedStyle(element);
  const isRoot = element === document.scrollingElement;
  return (
    (isRoot || overflowY === 'auto' || overflowY === 'scroll') &&
    element.scrollHeight > element.clientHeight + SLACK
  );
}

/** A page that scrolls sideways, and two bars of which one is inside of the other. */
function scrollFaults(): string[] {
  const faults: string[] = [];
  const root = document.scrollingElement ?? document.documentElement;
  const wide = root.scrollWidth - root.clientWidth;
  if (wide > 0) faults.push(`the window scrolls sideways by ${pixels(wide)}`);
  const places = [...document.querySelectorAll('body *:not(textarea, input, select)')].filter((element) =>
    element.checkVisibility({ visibilityProperty: true }),
  );
  for (const place of places) {
    const { overflowX } = getComputedStyle(place);
    const over = place.scrollWidth - place.clientWidth;
    if ((overflowX === 'auto' || overflowX === 'scroll') && over > SLACK && place.clientWidth > 0) {
      faults.push(`${nameOf(place)} scrolls sideways by ${pixels(over)}`);
    }
    const outer = scrollsDown(place) ? scrollerAround(place) : undefined;
    if (outer) faults.push(`${nameOf(place)} scrolls inside of ${nameOf(outer)}, which scrolls too`);
  }
  return faults;
}

function scrollerAround(place: Element): Element | undefined {
  if (place.matches('dialog:modal')) return undefined;
  for (let outer = place.parentElement; outer !== null; outer = outer.parentElement) {
    if (scrollsDown(outer)) return outer;
    if (outer.matches('dialog:modal')) return undefined;
  }
  return undefined;
}

/** Its own text, not that of what is inside of it. */
function hasText(element: Element): boolean {
  return [...element.childNodes].some(
    (node) => node.nodeType === Node.TEXT_NODE && (node.textContent ?? '').trim() !== '',
  );
}

/** What does not fit where it is: hidden, or sticking out of its own box. */
function cutOff(element: Element): string[] {
  if (element instanceof SVGElement) return [];
  if (element instanceof HTMLSelectElement) return cutChoice(element);
  if (element.matches('input, textarea')) return [];
  const { overflowX, overflowY, textOverflow, display } = getComputedStyle(element);
  if (display === 'inline' || display === 'contents' || element.clientWidth === 0) return [];
  const over = {
    x: element.scrollWidth - element.clientWidth,
    y: element.scrollHeight - element.clientHeight,
  };
  const hides = (overflow: string) => overflow === 'hidden' || overflow === 'clip';
  const isReachable = textOverflow === 'ellipsis' && element.closest('[title], a[href]') !== null;
  const faults: string[] = [];
  if (over.x > SLACK && hides(overflowX) && !isReachable) {
    faults.push(`${nameOf(element)} is cut off at its side by ${pixels(over.x)}`);
  }
  if (over.x > SLACK && overflowX === 'visible' && (hasText(element) || element.matches(INTERACTIVE))) {
    faults.push(`${nameOf(element)} sticks out at its side by ${pixels(over.x)}`);
  }
  if (over.y > SLACK && hides(overflowY)) {
    faults.push(`${nameOf(element)} is cut off below by ${pixels(over.y)}`);
  }
  return faults;
}

/** The words of a choice have no box of their own: it is measured against a copy that takes the room it needs. */
function cutChoice(select: HTMLSelectElement): string[] {
  const copy = select.cloneNode(false) as HTMLSelectElement;
  copy.removeAttribute('id');
  copy.append(new Option(select.selectedOptions[0]?.textContent ?? ''));
  copy.style.cssText = 'position: fixed; inline-size: max-content; flex: none; visibility: hidden;';
  select.after(copy);
  const over = copy.offsetWidth - select.offsetWidth;
  copy.remove();
  return over > SLACK ? [`${nameOf(select)} has its choice cut off by ${pixels(over)}`] : [];
}

/** The lines of an element's own text, or all of it. */
function boxesOf(element: Element): DOMRect[] {
  const isClipped = getComputedStyle(element).overflowX !== 'visible';
  if (!hasText(element) || element.matches(INTERACTIVE) || isClipped)
    return [element.getBoundingClientRect()];
  return [...element.childNodes].flatMap((node) => {
    if (node.nodeType !== Node.TEXT_NODE || (node.textContent ?? '').trim() === '') return [];
    const range = document.createRange();
    range.selectNodeContents(node);
    return [...range.getClientRects()];
  });
}

function isLookedAt(element: Element): boolean {
  if (element.matches('option, legend:empty')) return false;
  return (
    hasText(element) || element.matches(INTERACTIVE) || element.matches('.icon, [role="img"], img, video')
  );
}

function outside(element: Element): string[] {
  if (!isLookedAt(element)) return [];
  const width = document.documentElement.clientWidth;
  const over = Math.max(...boxesOf(element).map(({ left, right }) => Math.max(-left, right - width)));
  return over > SLACK ? [`${nameOf(element)} lies outside of the window by ${pixels(over)}`] : [];
}

/** Too small for a finger. A link within a sentence is as high as its line (SC 2.5.5, exception "inline"). */
function small(element: Element): string[] {
  if (!element.matches(INTERACTIVE)) return [];
  if (element.matches('a') && getComputedStyle(element).display === 'inline') return [];
  const label = element.matches('[type="checkbox"], [type="radio"]') ? element.closest('label') : null;
  const { width, height } = (label ?? element).getBoundingClientRect();
  if (Math.min(width, height) >= TARGET - 0.5) return [];
  return [`${nameOf(element)} is too small to touch: ${Math.round(width)} × ${Math.round(height)}`];
}

/** Elements that scroll and lie together. */
function layerOf(element: Element): Element {
  for (let one = element.parentElement; one !== null; one = one.parentElement) {
    const { position, overflowY } = getComputedStyle(one);
    if (position === 'fixed' || position === 'sticky' || overflowY === 'auto') return one;
    if (one.matches('thead, dialog, details')) return one;
  }
  return document.body;
}

function overlapping(elements: readonly Element[]): string[] {
  const lines = elements
    .filter(hasText)
    .filter((element) => !element.matches('option, select, textarea'))
    .flatMap((element) => {
      const layer = layerOf(element);
      const isClipped = getComputedStyle(element).overflowX !== 'visible';
      const boxes = element.matches(INTERACTIVE) && !isClipped ? textBoxes(element) : boxesOf(element);
      return boxes.map((box) => ({ element, layer, box }));
    });
  return lines.flatMap((one, at) =>
    lines
      .slice(at + 1)
      .filter(
        (other) => other.layer === one.layer && other.element !== one.element && overlap(one.box, other.box),
      )
      .map((other) => `${nameOf(one.element)} and ${nameOf(other.element)} lie on each other`),
  );
}

function textBoxes(element: Element): DOMRect[] {
  const range = document.createRange();
  range.selectNodeContents(element);
  return [...range.getClientRects()];
}

/** More than lines of text that are set close. */
function overlap(one: Box, other: Box): boolean {
  const x = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const y = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  return x > 3 && y > 6;
}

/** A code that a phone cannot take in: larger than what is seen of it at once, or of modules too small. */
function codeFaults(element: Element): string[] {
  if (!element.matches('svg.qr')) return [];
  const { width, height } = element.getBoundingClientRect();
  const modules = (element as SVGSVGElement).viewBox.baseVal.width;
  let seen = { width: window.innerWidth, height: window.innerHeight };
  for (let one = element.parentElement; one !== null; one = one.parentElement) {
    if (getComputedStyle(one).overflowY === 'visible') continue;
    seen = { width: Math.min(seen.width, one.clientWidth), height: Math.min(seen.height, one.clientHeight) };
  }
  const side = Math.min(width, height) / modules;
  return [
    ...(width > seen.width + SLACK || height > seen.height + SLACK
      ? [
          `${nameOf(element)} is never seen whole: ${pixels(width)} × ${pixels(height)} in ${pixels(seen.width)} × ${pixels(seen.height)}`,
        ]
      : []),
    ...(side < MODULE ? [`${nameOf(element)} has modules of ${side.toFixed(2)} px`] : []),
  ];
}

/** What lies under something else wherever it is scrolled to, or cannot be scrolled to. */
function covered(element: Element): string[] {
  if (!isLookedAt(element) || !element.isConnected || element.closest('option') !== null) return [];
  // The middle of what is higher than the window is not where its words are.
  const isTall = element.getBoundingClientRect().height > window.innerHeight / 2;
  element.scrollIntoView({ block: isTall ? 'start' : 'center', inline: 'nearest' });
  const [box] = boxesOf(element).filter(({ width, height }) => width > 0 && height > 0);
  if (box === undefined) return [];
  const x = (box.left + box.right) / 2;
  const middle = (box.top + box.bottom) / 2;
  if (middle < 0 || middle > window.innerHeight) {
    return [`${nameOf(element)} cannot be scrolled to`];
  }
  const inset = Math.min(4, (box.bottom - box.top) / 4);
  for (const y of [middle, box.top + inset, box.bottom - inset]) {
    if (y < 0 || y > window.innerHeight || x < 0 || x > window.innerWidth) continue;
    const hit = document.elementFromPoint(x, y);
    if (hit === null || element.contains(hit) || hit.contains(element) || isSameControl(element, hit))
      continue;
    return [`${nameOf(element)} is covered by ${nameOf(hit)}`];
  }
  return [];
}

/** An icon in a field, a label around its box. */
function isSameControl(element: Element, hit: Element): boolean {
  const around = element.closest('label, button, a, .filter-search');
  return around?.contains(hit) === true;
}
