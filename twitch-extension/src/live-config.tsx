import { LiveDeskApp, openLiveDesk } from './desk/LiveDeskApp.tsx';
import { mountPage } from './mount-page.tsx';

mountPage(<LiveDeskApp live={openLiveDesk()} />);
