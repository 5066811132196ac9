import type { Asking } from './oauth.ts';
import type { DiscordUser } from './model.ts';

function escape(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    '&': '&amp;',
    '<': '&lt;',
    '>': '&gt;',
    '"': '&quot;',
    "'": '&#39;',
  };
  return text.replaceAll(/[&<>"']/g, (each) => entities[each] ?? each);
}

const style = `
  body { font: 16px/1.5 system-ui, sans-serif; background: #313338; color: #f2f3f5; display: grid; place-items: center; min-height: 100vh; margin: 0 }
  main { background: #2b2d31; border-radius: 8px; padding: 24px 32px; width: min(440px, 90vw) }
  h1 { font-size: 20px; margin: 0 0 8px }
  form { margin: 8px 0 }
  button { font: inherit; width: 100%; padding: 10px; border: 0; border-radius: 4px; background: #4e5058; color: #fff; cursor: pointer; text-align: left }
  button[aria-current] { background: #5865f2 }
  button.deny { background: none; text-align: center; text-decoration: underline }
  button:focus-visible { outline: 3px solid #00a8fc }`;

function page(title: string, content: string): string {
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><title>${escape(title)}</title><style>${style}</style></head>
<body><main>${content}</main></body>
</html>`;
}

/** The page that asks a person to allow the app, with one button for each person the visitor can be. */
export function consentPage(asking: Asking, people: readonly DiscordUser[], preselected: string | null): string {
  const ordered = people.toSorted((one, other) => Number(other.id === preselected) - Number(one.id === preselected));
  const forms = ordered.map((person) => {
    const chosen = person.id === preselected ? ' aria-current="true" autofocus' : '';
    return `<form method="post"><input type="hidden" name="user_id" value="${escape(person.id)}">
<button name="decision" value="allow" data-user="${escape(person.id)}"${chosen}>Authorize as ${escape(person.displayName)} (@${escape(person.username)})</button></form>`;
  });
  const scopes = asking.scopes.map((each) => `<li>${escape(each)}</li>`).join('');
  return page(
    'Authorize access to your account',
    `<h1>C500 wants to access your Discord account</h1><p>This will allow:</p><ul>${scopes}</ul>
${forms.join('\n')}
<form method="post"><button class="deny" name="decision" value="deny">Cancel</button></form>
<p>You will be sent to ${escape(new URL(asking.redirectUri).origin)}.</p>`,
  );
}

/** The page for an address that no app should have sent anyone to. */
export function refusalPage(sentence: string): string {
  return page('Discord', `<h1>Something is wrong with this link</h1><p role="alert">${escape(sentence)}</p>`);
}
