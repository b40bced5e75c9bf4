// Without this script the page is complete: every symbol is a link to its words. With it the words fold away,
// a symbol shows what it stands for, and the list can be searched.
'use strict';
(function () {
  const root = document.documentElement;
  const entries = Array.from(document.querySelectorAll('.entry'));
  const symbols = Array.from(document.querySelectorAll('.map a[data-incident]'));
  const card = document.getElementById('card');
  const number = (element) => element.getAttribute('data-incident');
  const symbolsOf = (entry) => symbols.filter((symbol) => number(symbol) === number(entry));
  const entryOf = (symbol) => document.getElementById('entry-' + number(symbol));
  const buttonOf = (entry) => entry.querySelector('h3 button');

  function setOpen(entry, open) {
    entry.classList.toggle('open', open);
    buttonOf(entry).setAttribute('aria-expanded', String(open));
  }

  function mark(entry) {
    for (const other of entries) other.classList.toggle('on', other === entry);
    for (const symbol of symbols) symbol.classList.toggle('hot', entry !== null && number(symbol) === number(entry));
  }

  function select(entry) {
    hideCard();
    entry.hidden = false;
    setOpen(entry, true);
    mark(entry);
    entry.scrollIntoView({ block: 'nearest' });
    buttonOf(entry).focus({ preventScroll: true });
  }

  // Only text is ever put into the card, never markup.
  function line(tag, text) {
    const element = document.createElement(tag);
    element.dir = 'auto';
    element.textContent = text;
    card.append(element);
  }

  function showCard(symbol) {
    const entry = entryOf(symbol);
    if (!entry) return;
    card.textContent = '';
    line('strong', buttonOf(entry).textContent);
    const brief = entry.querySelector('.brief'), quote = entry.querySelector('blockquote');
    if (brief) line('span', brief.textContent);
    if (quote) line('span', quote.textContent.length > 240 ? quote.textContent.slice(0, 240) + '…' : quote.textContent);
    card.hidden = false;
    const at = symbol.getBoundingClientRect(), size = card.getBoundingClientRect();
    const right = at.right + 8 + size.width < root.clientWidth;
    card.style.left = Math.max(4, right ? at.right + 8 : at.left - 8 - size.width) + 'px';
    card.style.top = Math.max(4, Math.min(at.top, root.clientHeight - size.height - 4)) + 'px';
  }

  function hideCard() {
    card.hidden = true;
  }

  function openByHash() {
    const entry = entries.find((candidate) => '#' + candidate.id === location.hash);
    if (entry) select(entry);
  }

  function find(words) {
    const wanted = words.toLocaleLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const entry of entries) {
      const text = entry.textContent.toLocaleLowerCase();
      entry.hidden = !wanted.every((word) => text.includes(word));
      shown += entry.hidden ? 0 : 1;
      for (const symbol of symbolsOf(entry)) symbol.classList.toggle('dim', entry.hidden);
    }
    document.getElementById('found').textContent = wanted.length ? shown + ' of ' + entries.length : '';
  }

  root.classList.add('js');
  for (const symbol of symbols) {
    const entry = entryOf(symbol);
    if (!entry) continue;
    symbol.setAttribute('aria-label', buttonOf(entry).textContent);
    for (const title of symbol.querySelectorAll('title')) title.remove(); // the card says more
    symbol.addEventListener('click', (event) => { event.preventDefault(); select(entry); });
    symbol.addEventListener('pointerenter', () => showCard(symbol));
    symbol.addEventListener('pointerleave', hideCard);
    symbol.addEventListener('focus', () => showCard(symbol));
    symbol.addEventListener('blur', hideCard);
  }
  for (const entry of entries) {
    setOpen(entry, false);
    buttonOf(entry).addEventListener('click', () => {
      const open = !entry.classList.contains('open');
      setOpen(entry, open);
      mark(open ? entry : null);
    });
    entry.addEventListener('pointerenter', () => { for (const symbol of symbolsOf(entry)) symbol.classList.add('hot'); });
    entry.addEventListener('pointerleave', () => {
      for (const symbol of symbolsOf(entry)) symbol.classList.toggle('hot', entry.classList.contains('on'));
    });
  }
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    hideCard();
    const entry = document.activeElement && document.activeElement.closest('.entry');
    if (!entry) return;
    setOpen(entry, false);
    mark(null);
    const back = symbolsOf(entry)[0];
    if (back) back.focus(); // where the reader came from
  });
  const search = document.querySelector('.find');
  search.hidden = false;
  search.querySelector('input').addEventListener('input', (event) => find(event.target.value));
  window.addEventListener('hashchange', openByHash);
  openByHash();
})();
