/** One question that Discord's client asks over everything else. */
type Question = {
  readonly title: string;
  readonly text: readonly string[];
  readonly list?: readonly string[];
  readonly tick?: string;
  readonly yes: string;
  readonly no: string;
};

const scopeWords: Readonly<Record<string, string>> = {
  identify: 'Access your username and avatar',
  guilds: 'Know what communities you are in',
  'guilds.members.read': 'Read your nickname and roles in communities',
  email: 'Access your email address',
};

function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  text = '',
  ...children: readonly Node[]
): HTMLElementTagNameMap[Name] {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

/** Asks, and answers what was pressed; closing the dialog is a no. */
function ask(question: Question): Promise<{ readonly isYes: boolean; readonly isTicked: boolean }> {
  const dialog = element('dialog');
  const heading = element('h2', question.title);
  heading.id = 'question';
  dialog.setAttribute('aria-labelledby', heading.id);
  const tick = element('input');
  tick.type = 'checkbox';
  const [yes, no] = [element('button', question.yes), element('button', question.no)];
  yes.className = 'yes';
  dialog.append(
    heading,
    ...question.text.map((each) => element('p', each)),
    ...(question.list ? [element('ul', '', ...question.list.map((each) => element('li', each)))] : []),
    ...(question.tick === undefined ? [] : [element('label', '', tick, element('span', ` ${question.tick}`))]),
    element('footer', '', no, yes),
  );
  document.body.append(dialog);
  dialog.showModal();
  yes.focus();
  return new Promise((resolve) => {
    const settle = (isYes: boolean) => {
      dialog.remove();
      resolve({ isYes, isTicked: tick.checked });
    };
    yes.addEventListener('click', () => settle(true));
    no.addEventListener('click', () => settle(false));
    dialog.addEventListener('cancel', () => settle(false));
  });
}

/** Discord's consent, inside the client. */
export async function askConsent(appName: string, scopes: readonly string[]): Promise<boolean> {
  const answer = await ask({
    title: `${appName} wants to access your Discord account`,
    text: ['This will allow the developer of this app to:'],
    list: scopes.map((scope) => scopeWords[scope] ?? scope),
    yes: 'Authorize',
    no: 'Cancel',
  });
  return answer.isYes;
}

const trusted = new Set<string>();

/** "Leaving Discord": once for each domain that the person has not said to trust. */
export async function askToLeave(url: URL): Promise<boolean> {
  if (trusted.has(url.host)) return true;
  const answer = await ask({
    title: 'Leaving Discord',
    text: ['This link takes you to another website:', url.href],
    tick: `Trust ${url.host} links from now on`,
    yes: 'Visit site',
    no: 'Go back',
  });
  if (answer.isYes && answer.isTicked) trusted.add(url.host);
  return answer.isYes;
}
