import { Menu, type MenuItemConstructorOptions } from 'electron';

/** Copying, zooming and leaving, by the keys that people know. Nothing of the till is done by a menu. */
export function setMenu(): void {
  const template: MenuItemConstructorOptions[] = [
    process.platform === 'darwin' ? { role: 'appMenu' } : { label: 'Dogetill', submenu: [{ role: 'quit' }] },
    { role: 'editMenu' },
    {
      role: 'viewMenu',
      submenu: [
        { role: 'zoomIn' },
        { role: 'zoomOut' },
        { role: 'resetZoom' },
        { type: 'separator' },
        { role: 'togglefullscreen' },
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
