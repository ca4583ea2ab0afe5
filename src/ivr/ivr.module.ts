import { Module } from '@nestjs/common';
import { MenuModule } from '../menu/menu.module.js';
import { DialogueContexts } from './dialogue-context.js';
import { IvrMemory } from './ivr-memory.js';
import { IvrService } from './ivr.service.js';
import { MenuRehearsal } from './menu-rehearsal.js';

/** The order line without AI: one turn of keys or recognised speech at a time. */
@Module({
  imports: [MenuModule],
  providers: [DialogueContexts, IvrMemory, IvrService, MenuRehearsal],
  exports: [IvrService, MenuRehearsal],
})
export class IvrModule {}
