const style = `
:root { color-scheme: dark; font: 15px/1.4 system-ui, sans-serif }
* { box-sizing: border-box }
body { margin: 0; height: 100vh; display: grid; grid-template-columns: 312px minmax(0, 1fr); background: light-dark(#f2f3f5, #1e1f22); color: light-dark(#2e3338, #dbdee1); overflow: hidden }
aside { display: flex; flex-direction: column; gap: 8px; padding: 12px 12px 12px 84px; background: linear-gradient(90deg, light-dark(#e3e5e8, #1a1b1e) 72px, light-dark(#f2f3f5, #2b2d31) 72px) }
aside h1 { font-size: 15px; margin: 0 0 4px } aside h1::before { content: '🔊 ' } aside ul { list-style: none; margin: 0; padding: 0 0 0 12px } aside li { padding: 4px 0; display: flex; align-items: center; gap: 8px } aside li::before { content: ''; width: 24px; height: 24px; border-radius: 50%; background: #5865f2 }
.mark { margin-top: auto; font-size: 12px; opacity: .8 }
nav { display: flex; flex-wrap: wrap; gap: 4px } nav a, #leave { font: inherit; font-size: 13px; padding: 4px 8px; border: 0; border-radius: 4px; color: inherit; text-decoration: none; background: light-dark(#d7dadf, #404249) }
nav a[aria-current=true] { background: #5865f2; color: #fff } #leave { background: #a12828; color: #fff; cursor: pointer }
#stage { position: relative; background: #000 linear-gradient(light-dark(#fff, #313338), light-dark(#fff, #313338)) no-repeat 0 0 / 0 0; color: #dbdee1 } iframe { border: 0; display: block; background: transparent }
#stage[data-layout=focused] iframe { width: 100%; height: 100% } .tile { display: none }
#stage[data-layout=pip] { background-size: auto } #stage[data-layout=pip] iframe { box-shadow: 0 8px 24px rgb(0 0 0 / .4); position: absolute; right: 16px; bottom: 16px; width: 320px; height: 180px; border-radius: 8px }
#stage[data-layout=grid] { display: grid; grid-template-columns: repeat(auto-fit, 480px); grid-auto-rows: 270px; gap: 8px; place-content: center }
#stage[data-layout=grid] iframe { width: 480px; height: 270px; border-radius: 8px }
#stage[data-layout=grid] .tile { display: grid; place-items: center; border-radius: 8px; background: #2b2d31; font-size: 20px }
@media (max-width: 800px) { body[data-platform=mobile] { grid-template-columns: minmax(0, 1fr) } body[data-platform=mobile] aside { display: none } }
@media (min-width: 801px) { body[data-platform=mobile] #stage { place-self: center; width: 390px; height: min(844px, 100vh); border-radius: 40px; overflow: hidden } }
body[data-platform=mobile] #stage[data-layout=pip] iframe { width: 200px; height: 112px }
body[data-platform=mobile] #stage[data-layout=grid] { grid-template-columns: repeat(auto-fit, 178px); grid-auto-rows: 100px } body[data-platform=mobile] #stage[data-layout=grid] iframe { width: 178px; height: 100px }
dialog { max-width: 440px; border: 0; border-radius: 8px; padding: 24px; background: light-dark(#fff, #313338); color: inherit; overflow-wrap: anywhere }
dialog::backdrop { background: rgb(0 0 0 / .7) } dialog h2 { margin: 0 0 8px; font-size: 20px } dialog footer { display: flex; justify-content: end; gap: 8px; margin-top: 16px }
dialog button { font: inherit; padding: 8px 16px; border: 0; border-radius: 4px; background: light-dark(#d7dadf, #4e5058); color: inherit } dialog .yes { background: #4752c4; color: #fff }
:focus-visible { outline: 3px solid #00a8fc; outline-offset: 2px }`;

const controls = [
  ['layout=focused', 'Focused'],
  ['layout=pip', 'Picture in picture'],
  ['layout=grid', 'Grid'],
  ['theme=dark', 'Dark'],
  ['theme=light', 'Light'],
  ['network=on', 'Network on'],
  ['network=off', 'Network off'],
] as const;

/** The page of Discord's client around an activity. It is nothing without its script. */
export function clientPage(platform: 'desktop' | 'mobile'): string {
  const links = controls.map(([set, name]) => `<a href="#${set}" data-set="${set}">${name}</a>`).join('\n');
  const platforms = ['desktop', 'mobile'].map(
    (each) =>
      `<a href="?" data-platform="${each}" aria-current="${each === platform}">${each === 'mobile' ? 'Phone' : 'Desktop'}</a>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, viewport-fit=cover"><link rel="icon" href="data:,"><title>Discord, simulated</title><style>${style}</style></head>
<body data-platform="${platform}"><aside><h1>…</h1><ul id="people"></ul>
<p class="mark">Simulated: this is not Discord.</p><nav aria-label="How the activity is shown">
${platforms.join('\n')}
${links}
</nav><button id="leave">Leave activity</button></aside><main id="stage" data-layout=""></main>
<script type="module" src="/activity-host/page-client.ts"></script></body>
</html>`;
}
