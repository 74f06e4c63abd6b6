/** The part of the script that orders the rules by a column. Without script the heads are plain text. */
export const sortScript = `
  const table = document.querySelector('table.rules');
  const heads = all('thead th', table);
  const grades = ['critical', 'high', 'medium', 'low', 'info'];
  const keyOf = (body, column) => {
    const text = body.rows[0].cells[column].textContent.trim();
    if (column === 0) return text.toLowerCase();
    return column === 1 ? grades.indexOf(text) : -Number(text.replaceAll(',', ''));
  };
  const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);
  const sort = (column) => {
    // Once: the worst, or the first letters, first; again: the other way; a third time: as it was printed.
    const before = heads[column].getAttribute('aria-sort');
    const first = column < 2 ? 'ascending' : 'descending';
    const second = column < 2 ? 'descending' : 'ascending';
    const now = before === null ? first : before === first ? second : null;
    for (const head of heads) head.removeAttribute('aria-sort');
    if (now !== null) heads[column].setAttribute('aria-sort', now);
    const sign = now === second ? -1 : 1;
    const order = now === null
      ? rules
      : rules.toSorted((a, b) => sign * compare(keyOf(a, column), keyOf(b, column)));
    table.append(...order);
  };
  for (const [column, head] of heads.entries()) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'sort';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sort(column));
    head.append(button);
  }
`;
