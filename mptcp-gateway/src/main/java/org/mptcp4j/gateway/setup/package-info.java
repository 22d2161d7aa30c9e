/**
 * Where a gateway stands: the interfaces of a machine, what is to be diverted there, and the zones
 * that they become.
 *
 * <pre>{@code
 * HcpeSetup setup = ...;
 * PlatformDevices devices = PacketPlatform.load().open(Side.specs(setup.sides()));
 * List<Zone> zones = Side.zones(setup.sides(), devices);
 * MptcpStack stack = EngineProvider.load().newStack(EngineOptions.of(zones, entropy), devices);
 * stack.execute(engine -> setup.install(engine, GatewayListener.none()));
 * }</pre>
 */
package org.mptcp4j.gateway.setup;
