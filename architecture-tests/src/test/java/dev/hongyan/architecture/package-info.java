/// The rules of the code (ArchUnit) and of the tree (plain tests over the files): what is only written down is only a
/// wish.
@NullMarked
package dev.hongyan.architecture;

import org.jspecify.annotations.NullMarked;
