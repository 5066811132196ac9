import { ConfigApp, openConfig } from './desk/ConfigApp.tsx';
import { mountPage } from './mount-page.tsx';

mountPage(<ConfigApp config={openConfig()} />);
