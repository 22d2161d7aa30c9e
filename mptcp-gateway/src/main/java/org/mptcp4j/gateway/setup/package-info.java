/**
 * Where a gateway stands: the interfaces of a machine, what is to be diverted there, and the zones
 * that they become.
 *
 * <pre>{@code
 * HcpeSetup setup = ...;
 * PlatformDevices devices = PacketPlatform.load().open(Side.specs(setup.sides()), 2);
 * List<Zone> zones = Side.zones(setup.sides(), devices);
 * EngineOptions options = EngineOptions.of(zones, entropy);
 * List<MptcpStack> stacks = EngineProvider.load().newStacks(options, devices.queues());
 * setup.install(stacks, GatewayListener.none());
 * }</pre>
 */
package org.mptcp4j.gateway.setup;
