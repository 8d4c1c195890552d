#!/usr/bin/env node
// The installed command: built JavaScript, no loader.
import '../../dist/gateway/cli.js';
