// The desk's one script. Every page works without it; with it one searches as one types, judges by keyboard, marks words, and
// drops files. It loads nothing from anywhere but this desk.
'use strict';

const one = (selector, from = document) => from.querySelector(selector);
const all = (selector, from = document) => [...from.querySelectorAll(selector)];
const csrf = () => one('main')?.dataset.csrf ?? '';
const isTyping = (target) => target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, dialog');

// Search as one types: the results are fetched as a piece of the same page, and the address follows.
function liveSearch(form) {
  const box = one('input[type=search]', form);
  const results = one(form.dataset.live);
  let timer = 0;
  let last = null;
  const address = () => {
    const query = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    return `${form.action}?${query}`;
  };
  const look = async () => {
    last?.abort();
    last = new AbortController();
    const to = address();
    try {
      const answer = await fetch(`${to}&part=results`, { signal: last.signal });
      if (!answer.ok) return;
      results.innerHTML = await answer.text();
      history.replaceState(null, '', to);
      const kept = one('input[name=query]');
      if (kept) kept.value = new URL(to).search;
    } catch (error) {
      if (error.name !== 'AbortError') form.submit();
    }
  };
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(look, 140);
  });
}

// A claim in the text and its entry in the margin choose each other.
function chooseClaims(text) {
  const choose = (id, scroll) => {
    for (const piece of all('[data-claims]', text)) {
      piece.classList.toggle('chosen', piece.dataset.claims.split(' ').includes(id));
    }
    for (const entry of all('.ledger > li')) entry.classList.toggle('chosen', entry.id === id);
    const entry = document.getElementById(id);
    if (entry && scroll) entry.scrollIntoView({ block: 'nearest' });
  };
  text.addEventListener('click', (event) => {
    const piece = event.target.closest('[data-claims]');
    if (!piece || String(getSelection())) return;
    // The innermost claim is the last one that begins here.
    choose(piece.dataset.claims.split(' ').pop(), true);
  });
  addEventListener('hashchange', () => {
    const id = location.hash.slice(1).replace(/^t/, 'c');
    if (/^c\d+$/.test(id)) choose(id, false);
  });
  // The claim that the address names is in view in the margin too, without moving the page.
  const first = one('.ledger > li.chosen');
  const margin = first?.closest('.margin');
  if (margin) margin.scrollTop += first.getBoundingClientRect().top - margin.getBoundingClientRect().top;
  for (const entry of all('.ledger > li')) {
    entry.addEventListener('click', () => choose(entry.id, false));
  }
}

// Words marked in the text become the claim's: counted in code points from the start of the text.
function markWords(form, text) {
  const button = one('button', form);
  const shown = one('[data-span-words]', form);
  const offset = (node, at) => {
    const paragraph = (node.nodeType === 1 ? node : node.parentElement)?.closest('[data-start]');
    if (!paragraph || !text.contains(paragraph)) return null;
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    let count = Number(paragraph.dataset.start);
    for (let it = walker.nextNode(); it; it = walker.nextNode()) {
      const isNumber = it.parentElement.closest('a.ref');
      if (it === node) return count + (isNumber ? 0 : [...it.data.slice(0, at)].length);
      if (!isNumber) count += [...it.data].length;
    }
    return count;
  };
  document.addEventListener('selectionchange', () => {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return;
    const range = selection.getRangeAt(0);
    const [start, end] = [offset(range.startContainer, range.startOffset), offset(range.endContainer, range.endOffset)];
    if (start === null || end === null || end <= start) return;
    form.elements.start.value = start;
    form.elements.end.value = end;
    const copy = range.cloneContents();
    all('a.ref', copy).forEach((it) => it.remove());
    shown.textContent = copy.textContent;
    button.disabled = false;
  });
}

// The queue by keyboard. A decision goes out on its own; where somebody else was first, the form itself goes out and the
// answer shows both.
function queue(list) {
  const items = () => all('.item', list);
  const current = () => one('.item[aria-current]', list) ?? items()[0];
  const go = (item) => {
    if (!item) return;
    all('.item[aria-current]', list).forEach((it) => it.removeAttribute('aria-current'));
    item.setAttribute('aria-current', 'true');
    item.focus({ preventScroll: true });
    item.scrollIntoView({ block: 'nearest' });
  };
  const step = (by) => go(items()[items().indexOf(current()) + by]);
  const decide = async (item, button) => {
    const form = one('form[data-decide]', item);
    const body = new URLSearchParams(new FormData(form, button));
    let answer;
    try {
      answer = await fetch('/api/v1/decisions', { method: 'POST', body, headers: { 'x-csrf-token': csrf() } });
    } catch {
      return form.requestSubmit(button);
    }
    if (!answer.ok) return form.requestSubmit(button);
    const stands = await answer.json();
    const chip = one('[data-status]', item);
    chip.textContent = stands.value ?? 'suggested';
    chip.className = `chip ${{ accepted: 'good', rejected: 'warn' }[stands.value] ?? 'accent'}`;
    form.elements.version.value = stands.version;
    const box = one('input[type=checkbox]', item);
    if (box) box.value = box.value.replace(/@\d+$/, `@${stands.version}`);
    step(1);
  };
  list.addEventListener('submit', (event) => {
    const form = event.target.closest('form[data-decide]');
    if (!form || !event.submitter || form.dataset.plain) return;
    event.preventDefault();
    form.dataset.plain = 'yes';
    decide(form.closest('.item'), event.submitter).finally(() => delete form.dataset.plain);
  });
  list.addEventListener('focusin', (event) => {
    const item = event.target.closest('.item');
    if (item && item !== current()) {
      all('.item[aria-current]', list).forEach((it) => it.removeAttribute('aria-current'));
      item.setAttribute('aria-current', 'true');
    }
  });
  const deeds = {
    j: () => step(1),
    k: () => step(-1),
    x: () => one('input[type=checkbox]', current())?.click(),
    e: () => location.assign(current().dataset.edit),
    m: () => location.assign(`${current().dataset.edit}#same`),
    s: () => location.assign(`${current().dataset.edit}#split`),
    u: () => one('form[data-undo]')?.requestSubmit(),
  };
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target) || !current()) return;
    const button = one(`[data-key="${CSS.escape(event.key)}"]`, current());
    const deed = button ? () => decide(current(), button) : deeds[event.key];
    if (!deed) return;
    event.preventDefault();
    deed();
  });
}

// Files dropped on the page go one by one; each row says what became of one.
function dropFiles(place) {
  const [table, bar, told] = [one('#taken'), one('#progress'), one('#told')];
  const row = (name, words) => {
    table.hidden = false;
    const cells = [name, words].map((it) => Object.assign(document.createElement('td'), { textContent: it }));
    const line = document.createElement('tr');
    line.append(...cells);
    one('tbody', table).append(line);
  };
  const words = (answer) => {
    const counts = [[answer.added, 'added'], [answer.already, 'already there'], [answer.refused, 'refused']];
    const notes = answer.texts.flatMap((it) => it.notes).slice(0, 3);
    const told = counts.filter(([count]) => count).map(([count, what]) => `${count} ${what}`).join(', ') || 'nothing in it';
    return notes.length ? `${told}: ${notes.join('; ')}` : told;
  };
  const send = async (files) => {
    bar.hidden = false;
    bar.max = files.length;
    for (const [at, file] of files.entries()) {
      told.textContent = `Sending ${at + 1} of ${files.length}: ${file.name}`;
      bar.value = at;
      try {
        const answer = await fetch(`/api/v1/files?name=${encodeURIComponent(file.name)}`, {
          method: 'POST',
          body: file,
          headers: { 'x-csrf-token': csrf(), 'content-type': 'application/octet-stream' },
        });
        const record = await answer.json();
        row(file.name, answer.ok ? words(record) : `refused: ${record.error.what}`);
      } catch {
        row(file.name, 'not sent: it is too large, or the desk has closed');
      }
    }
    bar.value = files.length;
    told.textContent = `Done: ${files.length} sent.`;
  };
  one('input[type=file]', place).addEventListener('change', (event) => send([...event.target.files]));
  place.addEventListener('dragover', (event) => {
    event.preventDefault();
    place.classList.add('over');
  });
  place.addEventListener('dragleave', () => place.classList.remove('over'));
  place.addEventListener('drop', (event) => {
    event.preventDefault();
    place.classList.remove('over');
    send([...event.dataTransfer.files]);
  });
}

function everywhere() {
  const keys = one('#keys');
  one('[data-help]')?.addEventListener('click', () => keys?.showModal());
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (event.key === '?' && keys) keys.showModal();
    if (event.key === '/') {
      event.preventDefault();
      const box = one('input[type=search]');
      if (box) box.focus();
      else location.assign('/search');
    }
  });
}

everywhere();
all('form[data-live]').forEach(liveSearch);
all('#text').forEach(chooseClaims);
all('form[data-span]').forEach((form) => markWords(form, one('#text')));
all('[data-queue]').forEach(queue);
all('[data-drop]').forEach(dropFiles);
