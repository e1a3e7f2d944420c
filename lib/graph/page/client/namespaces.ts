import { element } from './dom';
import type { View } from './view';

/** A legend, and a box to tick for each namespace. @param changed a namespace is to be shown, or hidden */
export function namespaceBoxes(view: View, changed: () => void): readonly HTMLElement[] {
  const boxes = view.namespaces.map((name) => {
    const box = element('input', { type: 'checkbox', ...(view.hidden.has(name) ? {} : { checked: '' }) }) as HTMLInputElement;
    box.addEventListener('change', () => {
      if (box.checked) view.hidden.delete(name);
      else view.hidden.add(name);
      changed();
    });
    return element('label', {}, box, ` ${name}`);
  });
  return [element('legend', {}, 'Show namespaces'), ...boxes];
}
