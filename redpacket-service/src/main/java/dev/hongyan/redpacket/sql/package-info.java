/// The way to the tables: SQL as it stands, its parameters, and rows as records.
@NullMarked
package dev.hongyan.redpacket.sql;

import org.jspecify.annotations.NullMarked;
