import { type Figures, measuredOf } from './figures';

const [width, height] = [720, 400];
const area = { left: 60, right: 540, top: 40, bottom: 350 };
const colours = ['#0b6e4f', '#5aa469', '#7a5195', '#c8553d', '#2f6690', '#e09f3e', '#6b6b6b'];

interface Axis {
  readonly least: number;
  readonly most: number;
}

/** Wall time by number of services, both on logarithmic axes, a line for each program. */
export function plot(title: string, all: readonly Figures[]): string {
  const present = all.filter(({ bySize }) => bySize.size > 0);
  const sizes = [...new Set(present.flatMap(({ bySize }) => [...bySize.keys()]))].sort((a, b) => a - b);
  const times = present.flatMap((each) => sizes.flatMap((size) => measuredOf(each, size)?.wall ?? []));
  const x = (size: number) => scale(size, { least: sizes[0] ?? 1, most: sizes.at(-1) ?? 10 }, [area.left, area.right]);
  const bounds = { least: 10 ** Math.floor(Math.log10(Math.min(...times))), most: 10 ** Math.ceil(Math.log10(Math.max(...times))) };
  const y = (time: number) => scale(time, bounds, [area.bottom, area.top]);
  const points = (each: Figures) =>
    sizes.flatMap((size) => {
      const wall = measuredOf(each, size)?.wall;
      return wall === undefined ? [] : [`${x(size).toFixed(1)},${y(wall).toFixed(1)}`];
    });
  const marks = [
    ...sizes.map((size) => `<text x="${x(size)}" y="370" text-anchor="middle">${size.toLocaleString('en')}</text>`),
    ...decades(bounds).map((time) => {
      const at = y(time).toFixed(1);
      return `<path d="M${area.left} ${at}H${area.right}" stroke="#ddd"/><text x="${area.left - 6}" y="${at}" dy="4" text-anchor="end">${time} s</text>`;
    }),
  ];
  const lines = present.map((each, index) => {
    const colour = colours[index % colours.length];
    const dots = points(each).map((point) => `<circle cx="${point.replace(',', '" cy="')}" r="3" fill="${colour}"/>`);
    const at = 60 + index * 22;
    const key = `<rect x="556" y="${at - 9}" width="12" height="12" fill="${colour}"/><text x="574" y="${at + 1}">${each.name}</text>`;
    return `<polyline points="${points(each).join(' ')}" fill="none" stroke="${colour}" stroke-width="2"/>${dots.join('')}${key}`;
  });
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">
<title>${title}: wall time by number of services</title>
<rect width="${width}" height="${height}" fill="white"/>
<text x="${area.left}" y="22" font-size="15">${title}: wall time by number of services</text>
${[...marks, ...lines].join('\n')}
</svg>
`;
}

function scale(value: number, { least, most }: Axis, [from, to]: readonly [number, number]): number {
  const part = Math.log(value / least) / (Math.log(most / least) || 1);
  return from + part * (to - from);
}

function decades({ least, most }: Axis): number[] {
  const count = Math.round(Math.log10(most / least));
  return Array.from({ length: count + 1 }, (_, index) => Number((least * 10 ** index).toPrecision(1)));
}
