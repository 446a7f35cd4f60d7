/// What is checked of the database before a service works on it.
@NullMarked
package dev.hongyan.kit.database;

import org.jspecify.annotations.NullMarked;
