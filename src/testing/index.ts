export { channelCases, testChannel, type ChannelFixtures } from './channel.js';
