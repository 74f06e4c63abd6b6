import { sortScript } from './script-sort.ts';

/**
 * The script of the page: filters, an order for the rules, links into closed details, and opening everything for print. It reads only what the
 * page shows, writes only text nodes, and asks for nothing from anywhere. The content policy admits exactly this text.
 */
export const script = `'use strict';
(() => {
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const byId = (id) => document.getElementById(id);
  const names = ['outcome', 'severity', 'profile', 'kind', 'platform'];
  const chosen = Object.fromEntries(names.map((name) => [name, new Set()]));
  const buttons = all('button[data-filter]');
  const rules = all('[data-item="rule"]');
  const subjects = all('[data-subject]').map((element) => ({
    element,
    head: element.querySelector('summary').textContent + ' ' + element.querySelector('.facts').textContent,
    findings: all('[data-item="finding"]', element),
  }));
  const findings = subjects.flatMap((subject) => subject.findings);
  const texts = new Map();
  let query = '';

  const textOf = (element, head = '') => {
    let text = texts.get(element);
    if (text === undefined) {
      text = (head + ' ' + element.textContent).toLowerCase();
      texts.set(element, text);
    }
    return text;
  };
  const matches = (element, head) =>
    names.every((name) => {
      if (chosen[name].size === 0) return true;
      return element.dataset[name].split(' ').some((value) => chosen[name].has(value));
    }) && (query === '' || textOf(element, head).includes(query));

  const show = (element, isShown) => {
    element.classList.toggle('out', !isShown);
    return isShown;
  };
  const showSubject = ({ element, head, findings }) => {
    const shown = findings.filter((finding) => show(finding, matches(finding, head))).length;
    const own = (name) => name === 'kind' || name === 'platform';
    const byItself =
      names.every((name) => chosen[name].size === 0 || (own(name) && chosen[name].has(element.dataset[name]))) &&
      head.toLowerCase().includes(query);
    return { shown, isShown: show(element, shown > 0 || byItself) };
  };

  const wordsOf = (button) => {
    const shape = button.querySelector('.shape');
    const text = button.textContent.trim();
    return shape ? text.slice(shape.textContent.length).trim() : text;
  };
  const chip = (words, remove) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'remove';
    button.textContent = words + ' \\u00d7';
    button.setAttribute('aria-label', 'Remove filter ' + words);
    button.addEventListener('click', () => {
      remove();
      apply();
      (byId('chips').querySelector('button') || byId('query')).focus();
    });
    return button;
  };
  const clear = () => {
    for (const name of names) chosen[name].clear();
    query = '';
    byId('query').value = '';
  };
  const chips = () => {
    const list = [];
    for (const button of buttons) {
      const { filter, value } = button.dataset;
      const isOn = chosen[filter].has(value);
      button.setAttribute('aria-pressed', String(isOn));
      if (isOn) list.push(chip(wordsOf(button), () => chosen[filter].delete(value)));
    }
    if (query !== '') {
      list.push(chip('\\u201c' + query + '\\u201d', () => {
        query = '';
        byId('query').value = '';
      }));
    }
    if (list.length > 1) {
      const button = chip('all filters', clear);
      button.textContent = 'clear all';
      button.removeAttribute('aria-label');
      list.push(button);
    }
    return list;
  };

  const apply = () => {
    const shownRules = rules.filter((rule) => show(rule, matches(rule))).length;
    const results = subjects.map(showSubject);
    const shownFindings = results.reduce((sum, { shown }) => sum + shown, 0);
    const shownSubjects = results.filter(({ isShown }) => isShown).length;
    byId('shown').textContent =
      'Showing ' + shownRules + ' of ' + rules.length + ' rules, ' +
      shownSubjects + ' of ' + subjects.length + ' listed subjects, ' +
      shownFindings + ' of ' + findings.length + ' listed findings';
    byId('chips').replaceChildren(...chips());
  };

  for (const button of buttons) {
    button.addEventListener('click', () => {
      const { filter, value } = button.dataset;
      if (!chosen[filter].delete(value)) chosen[filter].add(value);
      apply();
    });
  }
  let waiting;
  byId('query').addEventListener('input', (event) => {
    clearTimeout(waiting);
    waiting = setTimeout(() => {
      query = event.target.value.trim().toLowerCase();
      apply();
    }, 120);
  });
  byId('open-all').addEventListener('click', (event) => {
    const open = event.currentTarget.getAttribute('aria-pressed') !== 'true';
    event.currentTarget.setAttribute('aria-pressed', String(open));
    for (const details of all('main details')) details.open = open;
  });

  // A link to something that is closed or filtered away brings it back.
  const reveal = () => {
    const target = byId(location.hash.slice(1));
    if (!target) return;
    if (target.closest('.out')) {
      clear();
      apply();
    }
    const details = target.closest('details') || target.querySelector('details');
    if (details) details.open = true;
    target.scrollIntoView();
  };
  window.addEventListener('hashchange', reveal);

  let closed = [];
  window.addEventListener('beforeprint', () => {
    closed = all('details:not([open])');
    for (const details of closed) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of closed) details.open = false;
  });

${sortScript}
  byId('filters').hidden = false;
  apply();
  reveal();
})();
`;
