import { ROOM_FOLDERS, roomsIn } from './rooms.ts';
import { importing, type Violation } from './violation.ts';

/** Every import from one room into another that is not below it, by the tables of docs/ARCHITECTURE.md. */
const betweenRooms: readonly Violation[] = ROOM_FOLDERS.flatMap((folder) => {
  const rooms = [...roomsIn(folder)].filter(([room]) => !room.endsWith('.ts'));
  return rooms.flatMap(([room, number]) =>
    rooms
      .filter(([other, height]) => other !== room && height >= number)
      .map(([other]) =>
        importing(
          `${folder}/${room} imports ${other}`,
          `${folder}/${room}/upwards-${other}.ts`,
          `../${other}/a.ts`,
        ),
      ),
  );
});

const edges: readonly Violation[] = [
  importing('the waist imports a room above it', 'core/merchant/context.ts', './till/till.ts'),
  importing('the views import the desk', 'core/merchant/sight/views/upwards.ts', '../../desk/desk.ts'),
  importing('core/system imports the till', 'core/system/upwards.ts', '../merchant/context.ts'),
  importing('core/system imports the store', 'core/system/upwards-store.ts', '../store/store.ts'),
  importing(
    'the practice chain imports its RPC',
    'core/node/regtest/chain/upwards.ts',
    '../rpc/rpc-table.ts',
  ),
  importing('the kit imports the counter', 'renderer/components/kit/Upwards.tsx', '../counter/Keypad.tsx'),
  importing(
    'the kit imports the till',
    'renderer/components/kit/Core.tsx',
    '../../../core/merchant/context.ts',
  ),
];

export const UPWARDS: readonly Violation[] = [...betweenRooms, ...edges];
