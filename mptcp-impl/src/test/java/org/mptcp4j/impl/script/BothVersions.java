package org.mptcp4j.impl.script;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.mptcp4j.MptcpVersion;

/** Runs a test class once for each version of Multipath TCP, which its constructor is given. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ParameterizedClass
@EnumSource(value = MptcpVersion.class, names = "OFF", mode = EnumSource.Mode.EXCLUDE)
public @interface BothVersions {}
