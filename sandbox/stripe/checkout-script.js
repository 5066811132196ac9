// Comfort for the hosted page. Everything also works without it: the form is an ordinary form.
const form = document.querySelector('form[data-checkout]');

function fill(values) {
  for (const [name, value] of Object.entries(values)) {
    const field = form.elements.namedItem(name);
    if (field) field.value = value;
  }
}

function groupDigits(text) {
  const digits = text.replaceAll(/\D/g, '').slice(0, 19);
  return digits.replaceAll(/(\d{4})(?=\d)/g, '$1 ');
}

function setBusy(isBusy) {
  const button = form.querySelector('button[type=submit]');
  const label = button.querySelector('span');
  button.dataset.text ??= label.textContent;
  button.disabled = isBusy;
  button.setAttribute('aria-busy', String(isBusy));
  label.textContent = isBusy ? button.dataset.busyText : button.dataset.text;
}

if (form) {
  const examples = form.querySelector('[data-examples]');
  if (examples) examples.hidden = false;

  form.addEventListener('click', (event) => {
    const button = event.target.closest('button[type=button]');
    const year = String(new Date().getFullYear() + 2).slice(-2);
    if (button?.dataset.card) fill({ number: groupDigits(button.dataset.card), expiry: `12 / ${year}`, cvc: '123' });
    if (button?.dataset.fill) fill(JSON.parse(button.dataset.fill));
  });
  form.addEventListener('input', ({ target }) => {
    const isAtEnd = target.selectionStart === target.value.length;
    if (target.name === 'number' && isAtEnd) target.value = groupDigits(target.value);
  });
  form.addEventListener('submit', () => setBusy(true));

  // A page brought back by the browser's back button would otherwise still be spinning.
  window.addEventListener('pageshow', ({ persisted }) => persisted && setBusy(false));

  const alert = form.querySelector('[role=alert]');
  if (alert) {
    alert.tabIndex = -1;
    alert.focus();
  }
}
